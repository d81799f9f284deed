package org.coverslip.classify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.job.FolderJob;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.Numbers;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.tile.Preparation;

/**
 * Classifies images with a network and writes an output folder: {@code summary.csv} with a row per
 * image, {@code topk.csv}, {@code montage.png}, {@code failures.csv}, {@code run.json}, and for
 * images of several parts (planes, ROIs) {@code <image>/objects.csv} with a row per part.
 *
 * <pre>{@code
 * Classify.Result result = Classify.with(model, network)
 *         .images(items)
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class Classify extends FolderJob<Classify> {

    /** Beyond 8, a bigger batch gains less than a tenth on a CPU. */
    private static final int DEFAULT_BATCH = 8;

    private TileOptions tiling = TileOptions.DEFAULT;

    private Classify(ModelBundle model, Network network) {
        super(model, network);
    }

    /** Both stay open and belong to the caller. */
    public static Classify with(ModelBundle model, Network network) {
        return new Classify(model, network);
    }

    /** Which part of each image, and how slides are cut into tiles. */
    public Classify tiling(TileOptions options) {
        tiling = options;
        return this;
    }

    @Override
    protected Classify self() {
        return this;
    }

    /**
     * Does the work. Images that fail are listed in the result; only a wrong request throws.
     *
     * @throws RefusedException if the model cannot classify images, or the output cannot be written
     */
    public Result run() {
        Classifier classifier = new Classifier(model(), network());
        Preparation preparation = new Preparation(model(), mapping());
        boolean slides = model().spacing().isPresent();
        List<String> columns =
                slides
                        ? SlideReport.columns(model().labels())
                        : ClassifyReport.columns(model().labels());
        int samples = Math.min(batchOr(DEFAULT_BATCH), classifier.largestBatch());
        Request request = request(slides);
        return write(
                request,
                columns,
                (folder, todo) -> {
                    boolean whole =
                            slides
                                    ? new ClassifySlides(
                                                    new ClassifySlide(
                                                            model(),
                                                            classifier,
                                                            preparation,
                                                            samples,
                                                            progress()),
                                                    model(),
                                                    tiling,
                                                    folder,
                                                    request.fingerprint())
                                            .run(todo, samples)
                                    : images(folder, classifier, preparation, samples)
                                            .run(todo, items().size() - todo.size());
                    // NB: pictures read the images again; who stops a run wants it to end within a
                    // second.
                    if (whole) new ClassifyPictures(folder, model().labels()).write(items());
                    return whole;
                });
    }

    private ClassifyImages images(
            RunFolder folder, Classifier classifier, Preparation preparation, int samples) {
        boolean byRoi = tiling.region() == Region.ROIS;
        ClassifyReport report = new ClassifyReport(folder, model().labels(), preparation, byRoi);
        return new ClassifyImages(classifier, preparation, byRoi, samples, progress(), report);
    }

    /** What decides the numbers; batch size and device do not, beyond rounding. */
    private Request request(boolean slides) {
        Map<String, String> settings = new LinkedHashMap<>();
        // NB: on images that are no slides, tissue means all of the image.
        boolean whole = !slides && tiling.region() == Region.TISSUE;
        settings.put("region", whole ? "all" : tiling.region().toString());
        if (slides) {
            settings.put("overlap", Numbers.text(tiling.overlap()));
            settings.put("spacing", Numbers.text(tiling.spacing()));
            settings.put("modelspacing", Numbers.text(model().spacing().getAsDouble()));
        }
        settings.put("range", mapping().toString());
        settings.put("labels", String.join(",", model().labels()));
        settings.put("scores", model().scores().map(Object::toString).orElse(""));
        settings.put("resize", model().resize().map(Object::toString).orElse(""));
        settings.put("preprocessing", model().inputs().get(0).preprocessing().toString());
        return request("classify", settings);
    }
}
