package org.coverslip.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
import org.coverslip.network.KerasModel;
import org.coverslip.network.NetworkEngine;
import org.coverslip.report.Progress;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.data.Example;
import org.coverslip.train.data.ExampleSet;
import org.coverslip.train.data.Frequencies;
import org.coverslip.train.data.Grouping;
import org.coverslip.train.data.TrainingData;
import org.coverslip.train.loop.History;
import org.coverslip.train.prepare.PictureReader;
import org.coverslip.train.prepare.PixelStore;
import org.coverslip.train.prepare.PlainPixels;
import org.coverslip.train.prepare.Prepared;
import org.coverslip.train.prepare.Probe;
import org.coverslip.train.split.Part;
import org.coverslip.train.split.Split;

/**
 * Trains a classifier and writes an output folder: {@code model} (the bundle), {@code summary.csv}
 * with what it says of every image it did not learn from, {@code confusion.csv}, {@code
 * history.csv} and {@code history.png}, {@code classes.png}, {@code split.csv}, {@code
 * failures.csv}, {@code run.json}. A run that was stopped or killed goes on from its last epoch.
 *
 * <pre>{@code
 * TrainClassifier.Result result = TrainClassifier.with(Engines.get())
 *         .images("cells")
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class TrainClassifier {

    private final NetworkEngine engine;
    private String images = "";
    private String labels = "";
    private Grouping grouping = new Grouping("");
    private double overlap;
    private Path output;
    private Split split = Split.of(0.2, 0, 1);
    private String network = "small";
    private Optional<TransferStart> start = Optional.empty();
    private Learning learning = Learning.DEFAULT;
    private Seeing seeing = Seeing.DEFAULT;
    private String name = "";
    private String description = "";
    private Progress progress = Progress.NONE;
    private Consumer<History> listener = h -> {};

    private TrainClassifier(NetworkEngine engine) {
        this.engine = Objects.requireNonNull(engine);
    }

    /**
     * What came out.
     *
     * @param model the bundle; empty if it was stopped before there was one
     * @param metrics of the bundle, such as {@code validation accuracy}
     * @param failures a sentence for each image that could not be used
     * @param notes what a user should know
     * @param message a sentence where it ended early for another reason than patience; else empty
     * @param canceled whether the user stopped it
     */
    public record Result(
            Optional<Path> model,
            Map<String, Double> metrics,
            Map<String, String> failures,
            List<String> notes,
            String message,
            boolean canceled) {}

    public static TrainClassifier with(NetworkEngine engine) {
        return new TrainClassifier(engine);
    }

    /** Folder or glob, see {@link TrainingData}. */
    public TrainClassifier images(String input) {
        images = Objects.requireNonNull(input);
        return this;
    }

    /** A table, or names of classes; empty: as folders or annotations are called. */
    public TrainClassifier labels(String tableOrNames) {
        labels = Objects.requireNonNull(tableOrNames);
        return this;
    }

    /** What tells patients or slides apart. */
    public TrainClassifier group(String columnOrPattern) {
        grouping = new Grouping(columnOrPattern);
        return this;
    }

    /** Part of a tile that it shares with the next; slides only. */
    public TrainClassifier overlap(double part) {
        overlap = part;
        return this;
    }

    /** Folder for the results; made if needed. */
    public TrainClassifier output(Path folder) {
        output = folder;
        return this;
    }

    public TrainClassifier split(Split value) {
        split = value;
        return this;
    }

    /** Name of the architecture. */
    public TrainClassifier network(String architecture) {
        network = Objects.requireNonNull(architecture);
        return this;
    }

    /** Starts from a trained network, in place of an architecture by name. */
    public TrainClassifier transfer(TransferStart value) {
        start = Optional.of(value);
        return this;
    }

    public TrainClassifier learning(Learning value) {
        learning = value;
        return this;
    }

    public TrainClassifier seeing(Seeing value) {
        seeing = value;
        return this;
    }

    /** What the bundle is called and says of itself; empty: made from what it was trained on. */
    public TrainClassifier called(String title, String text) {
        name = title;
        description = text;
        return this;
    }

    public TrainClassifier progress(Progress value) {
        progress = value;
        return this;
    }

    /** Told after every epoch. */
    public TrainClassifier listener(Consumer<History> value) {
        listener = value;
        return this;
    }

    /**
     * Reads, trains, checks and writes.
     *
     * @throws RefusedException if the request is wrong, nothing can be learned, or the output
     *     cannot be written
     */
    public Result run() {
        Objects.requireNonNull(output, "output");
        int tile = seeing.size() > 0 ? seeing.size() : Seeing.USUAL_SIZE;
        ExampleSet set =
                new TrainingData(images, labels, grouping, seeing.spacing(), tile, overlap, output)
                        .read();
        Probe probe = Probe.of(set.examples());
        int size = set.slides() ? tile : size(probe);
        Optional<KerasModel> base = start.map(t -> t.read(engine));
        int channels =
                base.map(b -> TransferStart.channels(b).orElse(probe.channels()))
                        .orElse(probe.channels());
        // NB: before any picture is read, so that a wrong name is refused at once.
        LossChoice.of(learning.loss(), set.exclusive(), Frequencies.of(new int[][] {{1}}));
        Frame frame = new Frame(size, size, channels, set.labels().size(), !set.exclusive());
        Blueprint blueprint =
                base.map(b -> start.get().blueprint(b, frame))
                        .orElseGet(() -> Blueprint.of(network, frame));
        int values = Math.multiplyExact(Math.multiplyExact(size, size), channels);
        try (PixelStore store =
                PixelStore.create(
                        output.resolve(".pictures.cache"), set.examples().size(), values)) {
            boolean fixed = seeing.spacing() > 0 && !set.slides();
            Map<String, String> unreadable =
                    new PictureReader(
                                    PlainPixels.of(output, size, channels, seeing.range()),
                                    size,
                                    fixed,
                                    Math.max(1, Runtime.getRuntime().availableProcessors()),
                                    progress)
                            .read(set.examples(), store);
            ExampleSet usable = set.without(unreadable);
            usable.requireClasses();
            Prepared prepared = new Prepared(set.examples(), parts(set, usable), store);
            return new Training(job(), seeing)
                    .run(usable, prepared, blueprint, frame, title(usable), settings());
        } catch (CancellationException e) {
            return new Result(
                    Optional.empty(),
                    Map.of(),
                    set.failures(),
                    set.notes(),
                    "Stopped by the user while images were read; nothing was learned yet.",
                    true);
        }
    }

    private TrainingJob job() {
        return new TrainingJob(engine, output, learning, progress, listener);
    }

    private int size(Probe probe) {
        if (seeing.size() > 0) return seeing.size();
        int edge = probe.edge().orElse(0);
        return edge >= 8 && edge <= Seeing.LARGEST_UNASKED ? edge : Seeing.USUAL_SIZE;
    }

    /** NB: a failed example has no part; the others are split as if it had never been there. */
    private Part[] parts(ExampleSet all, ExampleSet usable) {
        List<Part> own =
                split.apply(
                        usable.source(),
                        usable.labels(),
                        usable.examples().stream().map(Example::member).toList());
        Part[] parts = new Part[all.examples().size()];
        for (int i = 0, k = 0; i < parts.length; i++) {
            boolean kept = k < own.size() && all.examples().get(i) == usable.examples().get(k);
            if (kept) parts[i] = own.get(k++);
        }
        return parts;
    }

    private String[] title(ExampleSet set) {
        String classes = String.join(", ", set.labels());
        return new String[] {
            name.isBlank() ? "Classifier of " + classes : name,
            description.isBlank()
                    ? "Tells "
                            + classes
                            + " apart. Trained with Coverslip on images of its user's own."
                    : description
        };
    }

    private Map<String, String> settings() {
        Map<String, String> s = new LinkedHashMap<>(learning.settings());
        s.put("network", start.map(t -> "transfer").orElse(network));
        start.ifPresent(
                t -> {
                    s.put("model", t.model().getFileName().toString());
                    s.put("freeze", t.freeze());
                    s.put("factor", Double.toString(t.factor()));
                });
        s.put("labels", labels);
        s.put("group", grouping.text());
        s.put("size", Integer.toString(seeing.size()));
        s.put("spacing", Double.toString(seeing.spacing()));
        s.put("normalize", seeing.normalize());
        s.put("augment", seeing.augmentation().toString());
        s.put("range", seeing.range().toString());
        s.put("overlap", Double.toString(overlap));
        s.put("split", split.toString());
        return s;
    }
}
