package org.coverslip.segment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.job.EachImage;
import org.coverslip.job.FolderJob;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Task;
import org.coverslip.network.Network;
import org.coverslip.report.Numbers;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.segment.dense.DenseNetwork;

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
public final class Segment extends FolderJob<Segment> {

    /** Tiles of 512 pixels keep two cores busy one by one; more only take memory. */
    private static final int DEFAULT_BATCH = 1;

    private SegmentOptions options = SegmentOptions.DEFAULT;

    private Segment(ModelBundle model, Network network) {
        super(model, network);
    }

    /** Both stay open and belong to the caller. */
    public static Segment with(ModelBundle model, Network network) {
        return new Segment(model, network);
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

    /** Which part of each image, how it is cut into tiles, and what becomes of the pixels. */
    public Segment options(SegmentOptions wanted) {
        options = wanted;
        return this;
    }

    @Override
    protected Segment self() {
        return this;
    }

    /**
     * Does the work. Images that fail are listed in the result; only a wrong request throws.
     *
     * @throws RefusedException if the model cannot segment, or the output cannot be written
     */
    public Result run() {
        requireSegmenter(model());
        DenseNetwork dense = new DenseNetwork(model(), network(), options.tile(), 3);
        Reading reading = Reading.of(model(), dense, options);
        int samples = Math.min(batchOr(DEFAULT_BATCH), dense.largestBatch());
        boolean objects = reading.objects().isPresent();
        if (dense.volumes()) SegmentVolume.require(model(), reading, options);
        List<String> columns =
                dense.volumes()
                        ? VolumeReport.columns(reading.names(), objects)
                        : SegmentReport.columns(reading.names(), objects);
        return write(
                request(),
                columns,
                (folder, todo) -> {
                    boolean whole =
                            new EachImage(folder).run(todo, each(dense, reading, samples, folder));
                    RoiTable.write(folder, options.tiling().region());
                    return whole;
                });
    }

    private EachImage.Work each(
            DenseNetwork dense, Reading reading, int samples, RunFolder folder) {
        var job =
                new SegmentJob(
                        model(), dense, reading, options, mapping(), samples, progress(), folder);
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
        settings.put("range", mapping().toString());
        settings.put("labels", String.join(",", model().labels()));
        settings.put("scores", model().scores().map(Object::toString).orElse(""));
        settings.put("decoder", model().decoder().map(Object::toString).orElse(""));
        settings.put("preprocessing", model().inputs().get(0).preprocessing().toString());
        model().spacing().ifPresent(s -> settings.put("modelspacing", Numbers.text(s)));
        return request("segment", settings);
    }
}
