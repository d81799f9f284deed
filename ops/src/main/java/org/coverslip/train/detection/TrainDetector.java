package org.coverslip.train.detection;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.report.ModelIdentity;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.train.Learning;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.PixelArchitectures;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.loop.History;
import org.coverslip.train.loop.Outcome;
import org.coverslip.train.loop.TrainingLoop;

/**
 * Trains a detector of centre points and writes an output folder: {@code model} (the bundle),
 * {@code history.csv} and {@code history.png}, {@code run.json}. A run that was stopped or killed
 * goes on from its last epoch.
 *
 * <pre>{@code
 * TrainDetector.Result result = TrainDetector.with(Engines.get())
 *         .labels(Path.of("coco.json"), Path.of("images"))
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class TrainDetector {

    /** Weight of the size's loss beside the heat map's, as in CenterNet. */
    private static final double SIZE_WEIGHT = 0.1;

    private final NetworkEngine engine;
    private Path labels;
    private Path images;
    private Path output;
    private Optional<Path> start = Optional.empty();
    private double spacing;
    private int edge = 128;
    private int filters = PixelArchitectures.FILTERS;
    private double validation = 0.2;
    private Learning learning = Learning.DEFAULT;
    private Augmentation augmentation = Augmentation.SLIDES;
    private String title = "";
    private String description = "";
    private Progress progress = Progress.NONE;
    private Consumer<History> listener = h -> {};

    private TrainDetector(NetworkEngine engine) {
        this.engine = Objects.requireNonNull(engine);
    }

    /**
     * What came out.
     *
     * @param model the bundle; empty if it was stopped before there was one
     * @param metrics of the best epoch
     * @param notes what a user should know
     * @param message a sentence where it ended early for another reason than patience; else empty
     * @param canceled whether the user stopped it
     */
    public record Result(
            Optional<Path> model,
            Map<String, Double> metrics,
            List<String> notes,
            String message,
            boolean canceled) {}

    public static TrainDetector with(NetworkEngine engine) {
        return new TrainDetector(engine);
    }

    /**
     * @param source labels in any {@link org.coverslip.detect.label.LabelFormat}
     * @param folder of the images
     */
    public TrainDetector labels(Path source, Path folder) {
        labels = source;
        images = folder;
        return this;
    }

    /**
     * Starts from a detector of centre points that Coverslip trained, whatever its classes are,
     * instead of from random weights; it also says how many filters there are.
     *
     * @param bundle its path
     */
    public TrainDetector startingFrom(Path bundle) {
        start = Optional.of(bundle);
        return this;
    }

    /** Folder for the results; made if needed. */
    public TrainDetector output(Path folder) {
        output = folder;
        return this;
    }

    /** Micrometres per pixel that the network sees; 0: pictures at their own pixels, no slides. */
    public TrainDetector spacing(double micrometres) {
        spacing = micrometres;
        return this;
    }

    /** Edge of the crops it learns from, in its pixels: a multiple of 8. Default 128. */
    public TrainDetector size(int pixels) {
        if (pixels < 32 || pixels > 2048 || pixels % PixelArchitectures.MULTIPLE != 0) {
            throw new RefusedException(
                    "size=" + pixels,
                    "crops cannot have this edge",
                    "give a multiple of " + PixelArchitectures.MULTIPLE + " from 32 to 2048");
        }
        edge = pixels;
        return this;
    }

    /** Filters of the network's first level. */
    public TrainDetector filters(int number) {
        filters = number;
        return this;
    }

    /** Part of the images that validates. */
    public TrainDetector validation(double part) {
        validation = part;
        return this;
    }

    public TrainDetector learning(Learning value) {
        learning = value;
        return this;
    }

    /** Of colours and brightness; crops are mirrored and turned in any case. */
    public TrainDetector augmentation(Augmentation value) {
        augmentation = value;
        return this;
    }

    /** What the bundle is called and says of itself. */
    public TrainDetector called(String name, String text) {
        title = name;
        description = text;
        return this;
    }

    public TrainDetector progress(Progress value) {
        progress = value;
        return this;
    }

    /** Told after every epoch. */
    public TrainDetector listener(Consumer<History> value) {
        listener = value;
        return this;
    }

    /**
     * Reads, trains and writes.
     *
     * @throws RefusedException if the labels are damaged or name images that are not there, nothing
     *     can be learned, or the output cannot be written
     */
    public Result run() {
        Objects.requireNonNull(output, "output");
        DetectorStart known = DetectorStart.of(engine, start);
        if (known.filters() > 0) filters = known.filters();
        ImageSizes files = ImageSizes.in(images);
        LabelSet set = LabelFormats.of(labels).read(labels, files);
        Request request = request(known, set);
        try (Scenes scenes =
                        Scenes.open(
                                labels, set, files, spacing, edge, validation, learning.seed());
                RunFolder folder = RunFolder.open(output, request, List.of("image"))) {
            set.notes().forEach(folder::warn);
            Outcome outcome;
            try (LearningNetwork network = engine.learn(setup(known, set.classes().size()))) {
                folder.ranOn(
                        engine.name(), learning.device().toString(), network.device().toString());
                outcome = loop(network, scenes, set.classes().size(), request.fingerprint()).run();
            }
            boolean canceled = outcome.ending() == Outcome.Ending.CANCELED;
            if (canceled && outcome.bestEpoch() == 0) {
                folder.cancel();
                return new Result(Optional.empty(), Map.of(), set.notes(), outcome.message(), true);
            }
            Path model = output.resolve("model");
            new DetectorExport(engine, architecture(set.classes().size()), set.classes(), spacing)
                    .write(named(set), description, outcome.weights(), scenes.largest(), model);
            if (!outcome.message().isEmpty()) folder.warn(outcome.message());
            if (canceled) folder.cancel();
            else folder.finish();
            Map<String, Double> metrics = new LinkedHashMap<>();
            scenes.counts().forEach((k, v) -> metrics.put(k, (double) v));
            outcome.history().epochs().stream()
                    .filter(e -> e.number() == outcome.bestEpoch())
                    .forEach(e -> metrics.putAll(e.measures()));
            return new Result(
                    Optional.of(model), metrics, set.notes(), outcome.message(), canceled);
        }
    }

    private String named(LabelSet set) {
        return title.isBlank() ? "Detector of " + String.join(", ", set.classes()) : title;
    }

    private String architecture(int classes) {
        return PixelArchitectures.centres(new Frame(0, 0, 3, classes, true), filters);
    }

    private TrainingSetup setup(DetectorStart known, int classes) {
        return new TrainingSetup(
                architecture(classes),
                known.weights(classes),
                Set.of(),
                Map.of(),
                Map.of(
                        PixelArchitectures.HEAT, new Loss.CentreHeat(1),
                        PixelArchitectures.EXTENT, new Loss.Absolute(SIZE_WEIGHT),
                        PixelArchitectures.OFFSET, new Loss.Absolute(1)),
                learning.method(),
                learning.seed(),
                learning.threads(),
                learning.device());
    }

    private TrainingLoop loop(
            LearningNetwork network, Scenes scenes, int classes, String fingerprint) {
        return TrainingLoop.with(network)
                .training(new CropSamples(scenes.training(), edge, classes, true, augmentation))
                .validation(
                        new CropSamples(
                                scenes.validation(), edge, classes, false, Augmentation.NONE))
                .measures(List.of(new CropPrecision(edge, classes)), Optional.empty())
                .batch(learning.batch())
                .epochs(learning.epochs())
                .patience(learning.patience())
                .seed(learning.seed())
                .schedule(learning.rates())
                .checkpoint(output.resolve("checkpoint.bin"), fingerprint)
                .progress(progress)
                .listener(this::report);
    }

    private void report(History history) {
        history.write(output);
        listener.accept(history);
    }

    private Request request(DetectorStart known, LabelSet set) {
        Map<String, String> values = new LinkedHashMap<>(learning.settings());
        values.put("network", "centres-" + filters);
        values.put("spacing", Numbers.text(spacing));
        values.put("size", Integer.toString(edge));
        values.put("validation", Numbers.text(validation));
        values.put("augment", augmentation.toString());
        values.put("labels", String.join(",", set.classes()));
        values.put("data", digest(set));
        values.put("start", known.sha256());
        return new Request(
                "train-detector", values, new ModelIdentity("centres", "", "architecture", ""));
    }

    private static String digest(LabelSet set) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(set.images().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
