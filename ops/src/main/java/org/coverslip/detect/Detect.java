package org.coverslip.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.coverslip.density.DensityGrid;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.job.FolderJob;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.Numbers;
import org.coverslip.report.Request;
import org.coverslip.tile.Preparation;

/**
 * Finds objects in images, slides, stacks and movies and writes an output folder: {@code
 * summary.csv} with the counts of every image, and for each image {@code objects.csv}, {@code
 * objects.geojson} and {@code overlay.png}; {@code labels/<format>} where asked for.
 *
 * <pre>{@code
 * Detect.Result result = Detect.with(model, network)
 *         .images(items)
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class Detect extends FolderJob<Detect> {

    private static final int DEFAULT_BATCH = 4;

    private final DetectorSpec spec;
    private DetectSettings settings;
    private TileOptions tiling = TileOptions.DEFAULT;
    private int patch;
    private boolean track;
    private double density = DensityGrid.USUAL_RADIUS;
    private List<LabelFormat> formats = List.of();

    private Detect(DetectorSpec spec, Network network) {
        super(spec.model(), network);
        this.spec = spec;
        this.settings = DetectSettings.of(spec);
    }

    /**
     * Both stay open and belong to the caller.
     *
     * @throws org.coverslip.RefusedException if the model is for something else, or does not say
     *     all that is needed
     */
    public static Detect with(ModelBundle model, Network network) {
        return new Detect(DetectorSpec.of(model), network);
    }

    /** What counts as found; by default what the bundle says. */
    public Detect settings(DetectSettings values) {
        settings = values;
        return this;
    }

    /** What counts as found, by default. */
    public DetectSettings settings() {
        return settings;
    }

    /**
     * Which part of each image, and how slides are cut into tiles. The overlap should be at least
     * the largest object; 0: what the bundle says ({@code overlap} in its decoder), or else a
     * quarter.
     */
    public Detect tiling(TileOptions options) {
        tiling = options;
        return this;
    }

    /** Edge of a tile on slides in pixels of the network; 0: what the model was made for. */
    public Detect tile(int pixels) {
        patch = pixels;
        return this;
    }

    /** Whether objects of a movie get numbers that stay the same from frame to frame. */
    public Detect track(boolean follow) {
        track = follow;
        return this;
    }

    /**
     * On slides, radius in micrometres of the discs in which objects are counted for a map of their
     * density; 0: none is made.
     *
     * @throws org.coverslip.RefusedException if it is no radius
     */
    public Detect density(double radius) {
        density = DensityGrid.checked(radius);
        return this;
    }

    /** Formats in which the objects are written as labels as well. */
    public Detect labels(List<LabelFormat> labelFormats) {
        formats = List.copyOf(labelFormats);
        return this;
    }

    @Override
    protected Detect self() {
        return this;
    }

    /**
     * Does the work. Images that fail are listed in the result; only a wrong request throws.
     *
     * @throws org.coverslip.RefusedException if the outputs have no layout that is known, the tile
     *     does not suit the network, or the output cannot be written
     */
    public Result run() {
        ModelBundle model = model();
        Detector detector = new Detector(spec, network(), settings);
        Preparation preparation = new Preparation(model, mapping());
        boolean slides = model.spacing().isPresent();
        int samples = Math.min(batchOr(DEFAULT_BATCH), detector.largestBatch());
        int edge = slides ? TileEdge.of(spec, patch) : 0;
        TileOptions options =
                new TileOptions(
                        tiling.region(), TileEdge.overlap(spec, tiling, edge), tiling.spacing());
        Request request = request(detector, slides, edge, options);
        List<String> columns = DetectReport.columns(model.labels(), slides);
        return write(
                request,
                columns,
                (folder, todo) -> {
                    DetectReport report =
                            new DetectReport(folder, model.labels(), preparation, slides, density);
                    boolean whole =
                            slides
                                    ? new DetectSlides(
                                                    detector,
                                                    preparation,
                                                    options,
                                                    edge,
                                                    samples,
                                                    progress(),
                                                    report,
                                                    folder,
                                                    request.fingerprint())
                                            .run(todo)
                                    : new DetectImages(
                                                    detector,
                                                    preparation,
                                                    options.region() == Region.ROIS,
                                                    track,
                                                    samples,
                                                    progress(),
                                                    report)
                                            .run(todo, items().size() - todo.size());
                    if (whole) LabelExport.write(folder, model.labels(), formats);
                    return whole;
                });
    }

    /** What decides the numbers. */
    private Request request(Detector detector, boolean slides, int edge, TileOptions options) {
        ModelBundle model = model();
        Map<String, String> values = new LinkedHashMap<>();
        boolean whole = !slides && options.region() == Region.TISSUE;
        values.put("region", whole ? "all" : options.region().toString());
        if (slides) {
            values.put("overlap", Numbers.text(options.overlap()));
            values.put("spacing", Numbers.text(options.spacing()));
            values.put("modelspacing", Numbers.text(model.spacing().getAsDouble()));
            values.put("tile", Integer.toString(edge));
            values.put("density", Numbers.text(density));
        }
        values.put("decoder", detector.decoder().name());
        values.put("threshold", Numbers.text(settings.threshold()));
        values.put("iou", Numbers.text(settings.iou()));
        values.put("suppression", settings.suppression(settings.most()).toString());
        values.put("track", Boolean.toString(track));
        values.put("range", mapping().toString());
        values.put("labels", String.join(",", model.labels()));
        values.put("preprocessing", spec.input().preprocessing().toString());
        values.put(
                "formats",
                formats.stream().map(LabelFormat::name).collect(Collectors.joining(",")));
        return request("detect", values);
    }
}
