package org.coverslip.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.coverslip.RefusedException;
import org.coverslip.classify.Classifier;
import org.coverslip.explain.method.GradCam;
import org.coverslip.explain.method.Method;
import org.coverslip.job.FolderJob;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.Numbers;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.tile.Preparation;

/**
 * Shows which places of images speak for a label, and writes an output folder: {@code summary.csv}
 * with a row per image, {@code explanations.csv} with a row per picture and label, {@code
 * gallery.png}, {@code failures.csv}, {@code run.json}, and per image {@code heatmap.tif} (0 to 1),
 * {@code heatmap-raw.tif} (the method's own unit) and {@code overlay-<label>.png}.
 *
 * <pre>{@code
 * Explain.Result result = Explain.with(model, network)
 *         .images(items)
 *         .label("opacity")
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class Explain extends FolderJob<Explain> {

    /** As in classify: beyond 8, a bigger batch gains less than a tenth on a CPU. */
    private static final int DEFAULT_BATCH = 8;

    private Method method = new GradCam();
    private String layer = "";
    private String label = "top";
    private TileOptions tiling = TileOptions.DEFAULT;
    private int tiles = 12;
    private boolean map = true;
    private HeatLook look = HeatLook.of(HeatLook.OWN, 0.6);
    private String lookText = HeatLook.OWN + " 0.6";
    private boolean sanity;

    private Explain(ModelBundle model, Network network) {
        super(model, network);
    }

    /** Both stay open and belong to the caller. */
    public static Explain with(ModelBundle model, Network network) {
        return new Explain(model, network);
    }

    /** How it is explained; Grad-CAM unless told otherwise. */
    public Explain method(Method how) {
        method = how;
        return this;
    }

    /**
     * Name of the layer whose values are explained; blank: the last convolutional one with at least
     * 4 x 4 places.
     */
    public Explain layer(String name) {
        layer = name.strip();
        return this;
    }

    /**
     * What is explained: a label, several joined by commas, {@code top}, a number (that many of the
     * most probable), or {@code all}.
     */
    public Explain label(String which) {
        label = which.strip();
        return this;
    }

    /** Which part of each image, and how slides are cut into tiles. */
    public Explain tiling(TileOptions options) {
        tiling = options;
        return this;
    }

    /** How many of a slide's tiles go into its gallery, per label; 0 or more. */
    public Explain tiles(int count) {
        tiles = count;
        return this;
    }

    /** Whether all tiles of a slide are explained and stitched into one map. */
    public Explain map(boolean whole) {
        map = whole;
        return this;
    }

    /**
     * How heat is drawn.
     *
     * @param lut as in {@link HeatLook#of}
     * @param alpha cover where it is hot, 0 to 1
     */
    public Explain look(String lut, double alpha) {
        look = HeatLook.of(lut, alpha);
        lookText = (lut.isBlank() ? HeatLook.OWN : lut.strip()) + " " + Numbers.text(alpha);
        return this;
    }

    /**
     * Whether the weights are also replaced by random ones, layer by layer, to see that the maps
     * depend on them: {@code sanity.csv}, {@code sanity.png} and a remark in run.json, from the
     * first eight pictures.
     */
    public Explain sanity(boolean wanted) {
        sanity = wanted;
        return this;
    }

    @Override
    protected Explain self() {
        return this;
    }

    /**
     * Does the work. Images that fail are listed in the result; only a wrong request throws.
     *
     * @throws RefusedException if the model gives no score per label, there is no such label or
     *     layer, the layer has no places, or the output cannot be written
     */
    public Result run() {
        Classifier.requireClassifier(model());
        LabelChoice labels = LabelChoice.parse(label, model().labels());
        int samples = batchOr(DEFAULT_BATCH);
        boolean slides = model().spacing().isPresent();
        try (Explainer explainer =
                Explainer.open(
                        model(), network(), method, layer, samples, progress()::isCanceled)) {
            return write(
                            request(explainer, slides),
                            ExplainReport.columns(model().labels()),
                            (folder, todo) -> explain(explainer, labels, folder, todo))
                    .withNote(explainer.note());
        }
    }

    private boolean explain(
            Explainer explainer, LabelChoice labels, RunFolder folder, List<ImageItem> todo) {
        if (!explainer.note().isEmpty()) folder.warn(explainer.note());
        Preparation preparation = new Preparation(model(), mapping());
        boolean slides = model().spacing().isPresent();
        ExplainReport report = new ExplainReport(folder, model(), explainer, look);
        SanityCheck check = new SanityCheck(explainer, sanity ? SanityCheck.PICTURES : 0);
        ExplainTask task =
                new ExplainTask(model(), explainer, labels, preparation, progress(), report, check);
        boolean whole =
                slides
                        ? new ExplainSlide(task, tiling, tiles, map).run(todo)
                        : new ExplainImages(task, tiling.region() == Region.ROIS)
                                .run(todo, items().size() - todo.size());
        if (!whole) return false;
        report.finish(items(), slides);
        return check(check, folder);
    }

    /** The sanity check, if it was asked for; false if the user stopped it. */
    private boolean check(SanityCheck check, RunFolder folder) {
        try {
            String found = check.run(model(), network(), output(), look, progress());
            if (!found.isEmpty()) folder.warn(found);
            return true;
        } catch (CancellationException e) {
            return false;
        }
    }

    /** What decides the results; batch size and device do not, beyond rounding. */
    private Request request(Explainer explainer, boolean slides) {
        Map<String, String> settings = new LinkedHashMap<>();
        boolean whole = !slides && tiling.region() == Region.TISSUE;
        settings.put("region", whole ? "all" : tiling.region().toString());
        settings.put("label", label);
        settings.put("asked", method.word());
        settings.put("explained", explainer.described());
        settings.put("look", lookText);
        settings.put("sanity", Boolean.toString(sanity));
        if (slides) {
            settings.put("overlap", Numbers.text(tiling.overlap()));
            settings.put("spacing", Numbers.text(tiling.spacing()));
            settings.put("modelspacing", Numbers.text(model().spacing().getAsDouble()));
            settings.put("tiles", Integer.toString(tiles));
            settings.put("map", Boolean.toString(map));
        }
        settings.put("range", mapping().toString());
        settings.put("labels", String.join(",", model().labels()));
        settings.put("scores", model().scores().map(Object::toString).orElse(""));
        settings.put("resize", model().resize().map(Object::toString).orElse(""));
        settings.put("preprocessing", model().inputs().get(0).preprocessing().toString());
        return request("explain", settings);
    }
}
