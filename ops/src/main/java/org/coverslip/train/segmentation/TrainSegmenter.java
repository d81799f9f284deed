package org.coverslip.train.segmentation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
import org.coverslip.model.step.Step;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.training.Loss;
import org.coverslip.report.ModelIdentity;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.report.Request;
import org.coverslip.train.Blueprint;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.Trained;
import org.coverslip.train.TrainingJob;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.PixelArchitectures;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.loop.History;
import org.coverslip.train.prepare.InputValues;
import org.coverslip.train.prepare.Sha256;

/**
 * Trains a U-Net that gives every pixel a class (Dice + cross entropy) and writes an output folder:
 * {@code model} (the bundle), {@code history.csv} and {@code history.png}, {@code run.json}. A run
 * that was stopped or killed goes on from its last epoch.
 *
 * <pre>{@code
 * Trained result = TrainSegmenter.with(Engines.get())
 *         .classes(List.of("background", "tumour"))
 *         .training(pictures)
 *         .validation(others)
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class TrainSegmenter {

    private static final int CHANNELS = 3;

    private final NetworkEngine engine;
    private List<LabelledPicture> training = List.of();
    private List<LabelledPicture> validation = List.of();
    private List<String> classes = List.of();
    private boolean objects;
    private Path output;
    private Seeing seeing = Seeing.DEFAULT;
    private int filters = PixelArchitectures.FILTERS;
    private Learning learning = Learning.DEFAULT;
    private String title = "";
    private String description = "";
    private Progress progress = Progress.NONE;
    private Consumer<History> listener = h -> {};

    private TrainSegmenter(NetworkEngine engine) {
        this.engine = Objects.requireNonNull(engine);
    }

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

    /**
     * How it sees pictures. Its size is the edge of the crops it learns from, a multiple of 8; 0:
     * {@value Seeing#USUAL_SIZE}. Of its augmentation colours and brightness are used; crops are
     * mirrored and turned in any case.
     */
    public TrainSegmenter seeing(Seeing value) {
        seeing = value;
        return this;
    }

    /** Micrometres per pixel of the pictures; 0: unknown, then it is not for slides. */
    public TrainSegmenter spacing(double micrometres) {
        seeing = seeing.withSpacing(micrometres);
        return this;
    }

    /** Edge of the crops it learns from: a multiple of 8. */
    public TrainSegmenter size(int pixels) {
        seeing = seeing.withSize(pixels);
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
    public Trained run() {
        Objects.requireNonNull(output, "output");
        check();
        int n = classes.size();
        int edge = seeing.crop(PixelArchitectures.MULTIPLE);
        List<Step> steps = seeing.steps(CHANNELS);
        InputValues values = new InputValues(steps, CHANNELS);
        Frame frame = new Frame(0, 0, CHANNELS, n, false);
        Blueprint network = Blueprint.fresh("unet", PixelArchitectures.unet(frame, filters));
        TrainingJob job = new TrainingJob(engine, output, learning, progress, listener);
        SegmenterExport export =
                new SegmenterExport(
                        engine, network.architecture(), classes, objects, seeing.spacing(), steps);
        String name = title.isBlank() ? "Segmenter of " + String.join(", ", classes) : title;
        String text = seeing.said(description);
        return job.run(
                new TrainingJob.Plan(
                        request(edge),
                        job.setup(
                                network,
                                Map.of(PixelArchitectures.SCORES, new Loss.DiceCrossEntropy(1))),
                        new PixelSamples(training, edge, n, values, true, seeing.colours()),
                        new PixelSamples(validation, edge, n, values, false, Augmentation.NONE),
                        new PixelDice(n),
                        Map.of(),
                        List.of(),
                        (weights, model) -> export.write(name, text, weights, model)));
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

    private Request request(int edge) {
        Map<String, String> values = new LinkedHashMap<>(learning.settings());
        values.put("network", "unet-" + filters);
        values.put("spacing", Numbers.text(seeing.spacing()));
        values.put("size", Integer.toString(edge));
        values.put("normalize", seeing.normalize());
        values.put("range", seeing.range().text());
        values.put("augment", seeing.colours().toString());
        values.put("labels", String.join(",", classes));
        values.put("training", digest(training));
        values.put("validation", digest(validation));
        return new Request(
                "train-segmenter", values, new ModelIdentity("unet", "", "architecture", ""));
    }

    private static String digest(List<LabelledPicture> pictures) {
        Sha256 digest = new Sha256();
        for (LabelledPicture p : pictures) {
            p.rgb().addTo(digest);
            byte[] bytes = new byte[p.classes().length];
            for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) p.classes()[i];
            digest.add(bytes);
        }
        return digest.hex();
    }
}
