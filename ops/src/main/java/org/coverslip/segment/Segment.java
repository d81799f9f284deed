package org.coverslip.segment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.job.EachImage;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Task;
import org.coverslip.network.Network;
import org.coverslip.report.ModelIdentity;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.tile.ValueMapping;

/**
 * Segments images and slides of any size with a network that answers for every pixel, and writes an
 * output folder: {@code summary.csv} with a row per image, {@code run.json}, and for every image
 * {@code labels.tif}, {@code heatmap.tif}, {@code overlay.png}, and where objects are made {@code
 * objects.csv}, {@code objects.geojson} and {@code density.tif}. {@code rois.csv} has a row for
 * every ROI of every image. Networks with an axis z segment stacks as volumes.
 *
 * <pre>{@code
 * Segment.Result result = Segment.with(model, network)
 *         .images(items)
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class Segment {

    /** Tiles of 512 pixels keep two cores busy one by one; more only take memory. */
    private static final int DEFAULT_BATCH = 1;

    private final ModelBundle model;
    private final Network network;
    private final List<ImageItem> items = new ArrayList<>();
    private Path output;
    private SegmentOptions options = SegmentOptions.DEFAULT;
    private int batch;
    private ValueMapping mapping = new ValueMapping.Stored();
    private Progress progress = Progress.NONE;
    private String engine = "";
    private String askedDevice = "auto";

    private Segment(ModelBundle model, Network network) {
        this.model = model;
        this.network = network;
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

    /** Both stay open and belong to the caller. */
    public static Segment with(ModelBundle model, Network network) {
        return new Segment(Objects.requireNonNull(model), Objects.requireNonNull(network));
    }

    /**
     * @throws RefusedException if the model does something else, or does not say all that is needed
     */
    public static void requireSegmenter(ModelBundle model) {
        model.requireImageModel();
        if (model.task() != Task.SEGMENTATION && model.task() != Task.UNKNOWN) {
            throw new RefusedException(
                    model.source(), "this model is for " + model.task(), "give one that segments");
        }
        model.toBuilder().task(Task.SEGMENTATION).build().requireComplete();
    }

    public Segment images(List<ImageItem> images) {
        items.addAll(images);
        return this;
    }

    /** Folder for the results; made if needed. */
    public Segment output(Path folder) {
        output = folder;
        return this;
    }

    /** Which part of each image, how it is cut into tiles, and what becomes of the pixels. */
    public Segment options(SegmentOptions wanted) {
        options = wanted;
        return this;
    }

    /** Tiles per call of the network; 0: chosen. */
    public Segment batch(int samples) {
        batch = samples;
        return this;
    }

    /** What is black and white in images that are not 8 bit. */
    public Segment values(ValueMapping values) {
        mapping = values;
        return this;
    }

    public Segment progress(Progress listener) {
        progress = listener;
        return this;
    }

    /** For the run record: what ran the network, and which device had been asked for. */
    public Segment ranBy(String engineName, String asked) {
        engine = engineName;
        askedDevice = asked;
        return this;
    }

    /**
     * Does the work. Images that fail are listed in the result; only a wrong request throws.
     *
     * @throws RefusedException if the model cannot segment, or the output cannot be written
     */
    public Result run() {
        Objects.requireNonNull(output, "output");
        requireSegmenter(model);
        DenseNetwork dense = new DenseNetwork(model, network, options.tile(), 3);
        Reading reading = Reading.of(model, dense, options);
        int samples = Math.min(batch == 0 ? DEFAULT_BATCH : batch, dense.largestBatch());
        boolean objects = reading.objects().isPresent();
        if (dense.volumes()) SegmentVolume.require(model, reading, options);
        List<String> columns =
                dense.volumes()
                        ? VolumeReport.columns(reading.names(), objects)
                        : SegmentReport.columns(reading.names(), objects);
        try (RunFolder folder = RunFolder.open(output, request(), columns)) {
            folder.ranOn(engine, askedDevice, network.device().toString());
            model.notes().forEach(folder::warn);
            folder.keepOnly(items.stream().map(i -> i.id().name()).collect(Collectors.toSet()));
            List<ImageItem> todo = items.stream().filter(i -> !folder.isDone(i.id())).toList();
            boolean whole = new EachImage(folder).run(todo, each(dense, reading, samples, folder));
            RoiTable.write(folder, options.tiling().region());
            if (whole) folder.finish();
            else folder.cancel();
            return new Result(
                    folder.summary().rows().size(),
                    folder.failures(),
                    !whole,
                    output.resolve("summary.csv"));
        }
    }

    private EachImage.Work each(
            DenseNetwork dense, Reading reading, int samples, RunFolder folder) {
        var job =
                new SegmentJob(model, dense, reading, options, mapping, samples, progress, folder);
        return dense.volumes() ? new SegmentVolume(job)::run : new SegmentImage(job)::run;
    }

    /** What decides the numbers; batch size and device do not, beyond rounding. */
    private Request request() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("region", options.tiling().region().toString());
        settings.put("overlap", Numbers.text(options.tiling().overlap()));
        settings.put("spacing", Numbers.text(options.tiling().spacing()));
        settings.put("tile", Integer.toString(options.tile()));
        settings.put("threshold", Numbers.text(options.threshold()));
        settings.put("augment", Boolean.toString(options.augment()));
        settings.put("objects", options.objects().toString());
        if (options.depth() > 0) settings.put("depth", Numbers.text(options.depth()));
        settings.put("density", Numbers.text(options.density()));
        settings.put("range", mapping.toString());
        settings.put("labels", String.join(",", model.labels()));
        settings.put("scores", model.scores().map(Object::toString).orElse(""));
        settings.put("decoder", model.decoder().map(Object::toString).orElse(""));
        settings.put("preprocessing", model.inputs().get(0).preprocessing().toString());
        model.spacing().ifPresent(s -> settings.put("modelspacing", Numbers.text(s)));
        return new Request(
                "segment",
                settings,
                new ModelIdentity(
                        model.name(), model.source().toString(), model.format(), model.sha256()));
    }
}
