package org.coverslip.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.coverslip.density.DensityGrid;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.ModelIdentity;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.ValueMapping;

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
public final class Detect {

    private static final int DEFAULT_BATCH = 4;

    private final DetectorSpec spec;
    private final Network network;
    private final List<ImageItem> items = new ArrayList<>();
    private Path output;
    private DetectSettings settings;
    private TileOptions tiling = TileOptions.DEFAULT;
    private int patch;
    private int batch;
    private boolean track;
    private double density = DensityGrid.USUAL_RADIUS;
    private ValueMapping mapping = new ValueMapping.Stored();
    private List<LabelFormat> formats = List.of();
    private Progress progress = Progress.NONE;
    private String engine = "";
    private String askedDevice = "auto";

    private Detect(DetectorSpec spec, Network network) {
        this.spec = spec;
        this.network = network;
        this.settings = DetectSettings.of(spec);
    }

    /**
     * What came out.
     *
     * @param done images with a row in summary.csv, those of an earlier run included
     * @param failures a sentence for each image that failed
     * @param canceled whether the user stopped it before the end
     * @param summary path of the table
     */
    public record Result(int done, Map<String, String> failures, boolean canceled, Path summary) {}

    /**
     * Both stay open and belong to the caller.
     *
     * @throws org.coverslip.RefusedException if the model is for something else, or does not say
     *     all that is needed
     */
    public static Detect with(ModelBundle model, Network network) {
        return new Detect(DetectorSpec.of(model), Objects.requireNonNull(network));
    }

    public Detect images(List<ImageItem> images) {
        items.addAll(images);
        return this;
    }

    /** Folder for the results; made if needed. */
    public Detect output(Path folder) {
        output = folder;
        return this;
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

    /** Samples per call of the network; 0: chosen. */
    public Detect batch(int samples) {
        batch = samples;
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

    /** What is black and white in images that are not 8 bit. */
    public Detect values(ValueMapping values) {
        mapping = values;
        return this;
    }

    /** Formats in which the objects are written as labels as well. */
    public Detect labels(List<LabelFormat> labelFormats) {
        formats = List.copyOf(labelFormats);
        return this;
    }

    public Detect progress(Progress listener) {
        progress = listener;
        return this;
    }

    /** For the run record: what ran the network, and which device had been asked for. */
    public Detect ranBy(String engineName, String asked) {
        engine = engineName;
        askedDevice = asked;
        return this;
    }

    /**
     * Does the work. Images that fail are listed in the result; only a wrong request throws.
     *
     * @throws org.coverslip.RefusedException if the outputs have no layout that is known, the tile
     *     does not suit the network, or the output cannot be written
     */
    public Result run() {
        Objects.requireNonNull(output, "output");
        ModelBundle model = spec.model();
        Detector detector = new Detector(spec, network, settings);
        Preparation preparation = new Preparation(model, mapping);
        boolean slides = model.spacing().isPresent();
        int samples = Math.min(batch == 0 ? DEFAULT_BATCH : batch, detector.largestBatch());
        int edge = slides ? TileEdge.of(spec, patch) : 0;
        TileOptions options =
                new TileOptions(
                        tiling.region(), TileEdge.overlap(spec, tiling, edge), tiling.spacing());
        Request request = request(detector, slides, edge, options);
        List<String> columns = DetectReport.columns(model.labels(), slides);
        try (RunFolder folder = RunFolder.open(output, request, columns)) {
            folder.ranOn(engine, askedDevice, network.device().toString());
            model.notes().forEach(folder::warn);
            folder.keepOnly(items.stream().map(i -> i.id().name()).collect(Collectors.toSet()));
            List<ImageItem> todo = items.stream().filter(i -> !folder.isDone(i.id())).toList();
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
                                            progress,
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
                                            progress,
                                            report)
                                    .run(todo, items.size() - todo.size());
            if (whole) LabelExport.write(folder, model.labels(), formats);
            if (whole) folder.finish();
            else folder.cancel();
            return new Result(
                    folder.summary().rows().size(),
                    folder.failures(),
                    !whole,
                    output.resolve("summary.csv"));
        }
    }

    /** What decides the numbers. */
    private Request request(Detector detector, boolean slides, int edge, TileOptions options) {
        ModelBundle model = spec.model();
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
        values.put("range", mapping.toString());
        values.put("labels", String.join(",", model.labels()));
        values.put("preprocessing", spec.input().preprocessing().toString());
        values.put(
                "formats",
                formats.stream().map(LabelFormat::name).collect(Collectors.joining(",")));
        return new Request(
                "detect",
                values,
                new ModelIdentity(
                        model.name(), model.source().toString(), model.format(), model.sha256()));
    }
}
