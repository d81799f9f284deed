package org.coverslip.classify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
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
public final class Classify {

    private static final int DEFAULT_BATCH = 8;

    private final ModelBundle model;
    private final Network network;
    private final List<ImageItem> items = new ArrayList<>();
    private Path output;
    private TileOptions tiling = TileOptions.DEFAULT;
    private int batch;
    private ValueMapping mapping = new ValueMapping.Stored();
    private Progress progress = Progress.NONE;
    private String engine = "";
    private String askedDevice = "auto";

    private Classify(ModelBundle model, Network network) {
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
    public static Classify with(ModelBundle model, Network network) {
        return new Classify(Objects.requireNonNull(model), Objects.requireNonNull(network));
    }

    public Classify images(List<ImageItem> images) {
        items.addAll(images);
        return this;
    }

    /** Folder for the results; made if needed. */
    public Classify output(Path folder) {
        output = folder;
        return this;
    }

    /** Which part of each image, and how slides are cut into tiles. */
    public Classify tiling(TileOptions options) {
        tiling = options;
        return this;
    }

    /**
     * Samples per call of the network; 0: chosen (8, where a bigger batch gains less than a tenth
     * on a CPU).
     */
    public Classify batch(int samples) {
        batch = samples;
        return this;
    }

    /** What is black and white in images that are not 8 bit. */
    public Classify values(ValueMapping values) {
        mapping = values;
        return this;
    }

    public Classify progress(Progress listener) {
        progress = listener;
        return this;
    }

    /** For the run record: what ran the network, and which device had been asked for. */
    public Classify ranBy(String engineName, String asked) {
        engine = engineName;
        askedDevice = asked;
        return this;
    }

    /**
     * Does the work. Images that fail are listed in the result; only a wrong request throws.
     *
     * @throws RefusedException if the model cannot classify images, or the output cannot be written
     */
    public Result run() {
        Objects.requireNonNull(output, "output");
        Classifier classifier = new Classifier(model, network);
        Preparation preparation = new Preparation(model, mapping);
        boolean slides = model.spacing().isPresent();
        List<String> columns =
                slides
                        ? SlideReport.columns(model.labels())
                        : ClassifyReport.columns(model.labels());
        int samples = Math.min(batch == 0 ? DEFAULT_BATCH : batch, classifier.largestBatch());
        Request request = request(slides);
        try (RunFolder folder = RunFolder.open(output, request, columns)) {
            folder.ranOn(engine, askedDevice, network.device().toString());
            model.notes().forEach(folder::warn);
            folder.keepOnly(items.stream().map(i -> i.id().name()).collect(Collectors.toSet()));
            List<ImageItem> todo = items.stream().filter(i -> !folder.isDone(i.id())).toList();
            boolean whole;
            if (slides) {
                ClassifySlide each =
                        new ClassifySlide(model, classifier, preparation, samples, progress);
                whole =
                        new ClassifySlides(each, model, tiling, folder, request.fingerprint())
                                .run(todo, samples);
            } else {
                boolean byRoi = tiling.region() == Region.ROIS;
                ClassifyReport report =
                        new ClassifyReport(folder, model.labels(), preparation, byRoi);
                whole =
                        new ClassifyImages(
                                        classifier, preparation, byRoi, samples, progress, report)
                                .run(todo, items.size() - todo.size());
            }
            // NB: pictures read the images again; who stops a run wants it to end within a second.
            if (whole) new ClassifyPictures(folder, model.labels()).write(items);
            if (whole) folder.finish();
            else folder.cancel();
            return new Result(
                    folder.summary().rows().size(),
                    folder.failures(),
                    !whole,
                    output.resolve("summary.csv"));
        }
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
            settings.put("modelspacing", Numbers.text(model.spacing().getAsDouble()));
        }
        settings.put("range", mapping.toString());
        settings.put("labels", String.join(",", model.labels()));
        settings.put("scores", model.scores().map(Object::toString).orElse(""));
        settings.put("resize", model.resize().map(Object::toString).orElse(""));
        settings.put("preprocessing", model.inputs().get(0).preprocessing().toString());
        return new Request(
                "classify",
                settings,
                new ModelIdentity(
                        model.name(), model.source().toString(), model.format(), model.sha256()));
    }
}
