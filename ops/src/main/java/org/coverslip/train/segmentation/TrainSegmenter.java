package org.coverslip.train.segmentation;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
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
 * Trains a U-Net that gives every pixel a class (Dice + cross entropy) and writes an output folder:
 * {@code model} (the bundle), {@code history.csv} and {@code history.png}, {@code run.json}. A run
 * that was stopped or killed goes on from its last epoch.
 *
 * <pre>{@code
 * TrainSegmenter.Result result = TrainSegmenter.with(Engines.get())
 *         .classes(List.of("background", "tumour"))
 *         .training(pictures)
 *         .validation(others)
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class TrainSegmenter {

    private final NetworkEngine engine;
    private List<LabelledPicture> training = List.of();
    private List<LabelledPicture> validation = List.of();
    private List<String> classes = List.of();
    private boolean objects;
    private Path output;
    private double spacing;
    private int edge = 128;
    private int filters = PixelArchitectures.FILTERS;
    private Learning learning = Learning.DEFAULT;
    private Augmentation augmentation = Augmentation.SLIDES;
    private String title = "";
    private String description = "";
    private Progress progress = Progress.NONE;
    private Consumer<History> listener = h -> {};

    private TrainSegmenter(NetworkEngine engine) {
        this.engine = Objects.requireNonNull(engine);
    }

    /**
     * What came out.
     *
     * @param model the bundle; empty if it was stopped before there was one
     * @param metrics of the best epoch
     * @param message a sentence where it ended early for another reason than patience; else empty
     * @param canceled whether the user stopped it
     */
    public record Result(
            Optional<Path> model, Map<String, Double> metrics, String message, boolean canceled) {}

    public static TrainSegmenter with(NetworkEngine engine) {
        return new TrainSegmenter(engine);
    }

    /** What it learns from. */
    public TrainSegmenter training(List<LabelledPicture> pictures) {
        training = List.copyOf(pictures);
        return this;
    }

    /** What the best weights are chosen by. */
    public TrainSegmenter validation(List<LabelledPicture> pictures) {
        validation = List.copyOf(pictures);
        return this;
    }

    /** Names of the pictures' classes; the first one is background. */
    public TrainSegmenter classes(List<String> names) {
        classes = List.copyOf(names);
        return this;
    }

    /**
     * Learns objects: pictures are {@link LabelledPicture#ofObjects}.
     *
     * @param name of an object, as {@code nucleus}
     */
    public TrainSegmenter objects(String name) {
        objects = true;
        classes = List.of("background", name, "border");
        return this;
    }

    /** Folder for the results; made if needed. */
    public TrainSegmenter output(Path folder) {
        output = folder;
        return this;
    }

    /** Micrometres per pixel of the pictures; 0: unknown, then it is not for slides. */
    public TrainSegmenter spacing(double micrometres) {
        spacing = micrometres;
        return this;
    }

    /** Edge of the crops it learns from: a multiple of 8. Default 128. */
    public TrainSegmenter size(int pixels) {
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
    public TrainSegmenter filters(int number) {
        filters = number;
        return this;
    }

    public TrainSegmenter learning(Learning value) {
        learning = value;
        return this;
    }

    /** Of colours; crops are mirrored and turned in any case. */
    public TrainSegmenter augmentation(Augmentation value) {
        augmentation = value;
        return this;
    }

    /** What the bundle is called and says of itself. */
    public TrainSegmenter called(String name, String text) {
        title = name;
        description = text;
        return this;
    }

    public TrainSegmenter progress(Progress value) {
        progress = value;
        return this;
    }

    /** Told after every epoch. */
    public TrainSegmenter listener(Consumer<History> value) {
        listener = value;
        return this;
    }

    /**
     * Trains and writes.
     *
     * @throws RefusedException if nothing can be learned, or the output cannot be written
     */
    public Result run() {
        Objects.requireNonNull(output, "output");
        check();
        Request request = request();
        try (RunFolder folder = RunFolder.open(output, request, List.of("image"))) {
            Outcome outcome;
            try (LearningNetwork network = engine.learn(setup())) {
                folder.ranOn(
                        engine.name(), learning.device().toString(), network.device().toString());
                outcome = loop(network, request.fingerprint()).run();
            }
            boolean canceled = outcome.ending() == Outcome.Ending.CANCELED;
            if (canceled && outcome.bestEpoch() == 0) {
                folder.cancel();
                return new Result(Optional.empty(), Map.of(), outcome.message(), true);
            }
            Path model = output.resolve("model");
            String name = title.isBlank() ? "Segmenter of " + String.join(", ", classes) : title;
            new SegmenterExport(engine, architecture(), classes, objects, spacing)
                    .write(name, description, outcome.weights(), model);
            if (!outcome.message().isEmpty()) folder.warn(outcome.message());
            if (canceled) folder.cancel();
            else folder.finish();
            Map<String, Double> metrics = new LinkedHashMap<>();
            outcome.history().epochs().stream()
                    .filter(e -> e.number() == outcome.bestEpoch())
                    .forEach(e -> metrics.putAll(e.measures()));
            return new Result(Optional.of(model), metrics, outcome.message(), canceled);
        }
    }

    private void check() {
        if (training.isEmpty() || validation.isEmpty()) {
            throw new RefusedException(
                    "pictures",
                    training.size() + " to learn from and " + validation.size() + " to check with",
                    "give labelled pictures for both");
        }
        if (classes.size() < 2) {
            throw new RefusedException(
                    "classes=" + String.join(",", classes),
                    "there is nothing to tell apart",
                    "name at least background and one class");
        }
        List<LabelledPicture> all = new ArrayList<>(training);
        all.addAll(validation);
        for (LabelledPicture p : all) {
            for (int c : p.classes()) {
                if (c < classes.size()) continue;
                throw new RefusedException(
                        p.name(),
                        "it has class " + c + " but there are " + classes.size() + " names",
                        "name the classes in the order of their values, background first");
            }
        }
    }

    private String architecture() {
        return PixelArchitectures.unet(new Frame(0, 0, 3, classes.size(), false), filters);
    }

    private TrainingSetup setup() {
        return new TrainingSetup(
                architecture(),
                Map.of(),
                Set.of(),
                Map.of(),
                Map.of(PixelArchitectures.SCORES, new Loss.DiceCrossEntropy(1)),
                learning.method(),
                learning.seed(),
                learning.threads(),
                learning.device());
    }

    private TrainingLoop loop(LearningNetwork network, String fingerprint) {
        int n = classes.size();
        return TrainingLoop.with(network)
                .training(new PixelSamples(training, edge, n, true, augmentation))
                .validation(new PixelSamples(validation, edge, n, false, Augmentation.NONE))
                .measures(List.of(new PixelDice(n)), Optional.empty())
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

    private Request request() {
        Map<String, String> values = new LinkedHashMap<>(learning.settings());
        values.put("network", "unet-" + filters);
        values.put("spacing", Numbers.text(spacing));
        values.put("size", Integer.toString(edge));
        values.put("augment", augmentation.toString());
        values.put("labels", String.join(",", classes));
        values.put("training", digest(training));
        values.put("validation", digest(validation));
        return new Request(
                "train-segmenter", values, new ModelIdentity("unet", "", "architecture", ""));
    }

    private static String digest(List<LabelledPicture> pictures) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (LabelledPicture p : pictures) {
                sha.update(p.rgb());
                byte[] bytes = new byte[p.classes().length];
                for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) p.classes()[i];
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
