package org.coverslip.train.detection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.coverslip.RefusedException;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
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
import org.coverslip.train.TransferStart;
import org.coverslip.train.architecture.PixelArchitectures;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.loop.History;
import org.coverslip.train.prepare.InputValues;
import org.coverslip.train.prepare.Sha256;

/**
 * Trains a detector of centre points and writes an output folder: {@code model} (the bundle),
 * {@code history.csv} and {@code history.png}, {@code run.json}. A run that was stopped or killed
 * goes on from its last epoch.
 *
 * <pre>{@code
 * Trained result = TrainDetector.with(Engines.get())
 *         .labels(Path.of("coco.json"), Path.of("images"))
 *         .output(Path.of("out"))
 *         .run();
 * }</pre>
 */
public final class TrainDetector {

    /** Weight of the size's loss beside the heat map's, as in CenterNet. */
    private static final double SIZE_WEIGHT = 0.1;

    private static final Map<String, Loss> LOSSES =
            Map.of(
                    PixelArchitectures.HEAT, new Loss.CentreHeat(1),
                    PixelArchitectures.EXTENT, new Loss.Absolute(SIZE_WEIGHT),
                    PixelArchitectures.OFFSET, new Loss.Absolute(1));

    private final NetworkEngine engine;
    private Path labels;
    private Path images;
    private Path output;
    private Function<NetworkEngine, CentreStart> start;
    private Seeing seeing = Seeing.DEFAULT;
    private int filters = PixelArchitectures.FILTERS;
    private double validation = 0.2;
    private Learning learning = Learning.DEFAULT;
    private String title = "";
    private String description = "";
    private Progress progress = Progress.NONE;
    private Consumer<History> listener = h -> {};

    private TrainDetector(NetworkEngine engine) {
        this.engine = Objects.requireNonNull(engine);
        this.start = e -> new FreshStart(filters);
    }

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
     * Starts from a detector of centre points that Coverslip trained from random weights, whatever
     * its classes are; it also says how many filters and channels there are, and how pixels become
     * its inputs.
     *
     * @param bundle its path
     */
    public TrainDetector startingFrom(Path bundle) {
        start = e -> DetectorStart.of(e, bundle);
        return this;
    }

    /**
     * Starts from a network that somebody trained for something else, see {@link
     * org.coverslip.train.architecture.CentreTransfer}. How pixels become its inputs is for {@link
     * #seeing} to say.
     */
    public TrainDetector transfer(TransferStart backbone) {
        start = e -> BackboneStart.of(e, backbone, filters);
        return this;
    }

    /** Folder for the results; made if needed. */
    public TrainDetector output(Path folder) {
        output = folder;
        return this;
    }

    /**
     * How it sees pictures. Its size is the edge of the crops it learns from, in its pixels: a
     * multiple of 8, or of what a network that it starts from asks for; 0: {@value
     * Seeing#USUAL_SIZE}. Of its augmentation colours and brightness are used; crops are mirrored
     * and turned in any case.
     */
    public TrainDetector seeing(Seeing value) {
        seeing = value;
        return this;
    }

    /** Micrometres per pixel that the network sees; 0: pictures at their own pixels, no slides. */
    public TrainDetector spacing(double micrometres) {
        seeing = seeing.withSpacing(micrometres);
        return this;
    }

    /** Filters of the network's first level; behind another network a quarter of the new ones. */
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
    public Trained run() {
        Objects.requireNonNull(output, "output");
        CentreStart known = start.apply(engine);
        int edge = seeing.crop(known.multiple());
        ImageSizes files = ImageSizes.in(images);
        LabelSet set = LabelFormats.of(labels).read(labels, files);
        try (Scenes scenes =
                Scenes.open(
                        labels,
                        set,
                        files,
                        seeing,
                        edge,
                        known.channels(),
                        validation,
                        learning.seed())) {
            int classes = set.classes().size();
            int channels = scenes.channels();
            List<Step> steps = known.steps().orElseGet(() -> seeing.steps(channels));
            Blueprint network = known.network(channels, classes);
            TrainingJob job = new TrainingJob(engine, output, learning, progress, listener);
            CropSamples.Form form =
                    new CropSamples.Form(
                            network.input(), edge, classes, new InputValues(steps, channels));
            DetectorExport export =
                    new DetectorExport(
                            engine,
                            network.architecture(),
                            set.classes(),
                            seeing.spacing(),
                            known.multiple(),
                            channels,
                            steps,
                            scenes.largest());
            List<String> notes = new ArrayList<>(set.notes());
            notes.addAll(known.notes());
            return job.run(
                    new TrainingJob.Plan(
                            request(known, steps, edge, set, scenes),
                            job.setup(network, LOSSES),
                            new CropSamples(scenes.training(), form, true, seeing.colours()),
                            new CropSamples(scenes.validation(), form, false, Augmentation.NONE),
                            new CropPrecision(edge, classes),
                            scenes.counts(),
                            notes,
                            (weights, model) ->
                                    export.write(
                                            named(set), seeing.said(description), weights, model)));
        }
    }

    private String named(LabelSet set) {
        return title.isBlank() ? "Detector of " + String.join(", ", set.classes()) : title;
    }

    private Request request(
            CentreStart known, List<Step> steps, int edge, LabelSet set, Scenes scenes) {
        Map<String, String> values = new LinkedHashMap<>(learning.settings());
        values.put("spacing", Numbers.text(seeing.spacing()));
        values.put("size", Integer.toString(edge));
        values.put("normalize", steps.toString());
        values.put("range", seeing.range().text());
        values.put("validation", Numbers.text(validation));
        values.put("augment", seeing.colours().toString());
        values.put("labels", String.join(",", set.classes()));
        values.put("channels", Integer.toString(scenes.channels()));
        values.put("data", new Sha256().add(scenes.identity()).hex());
        values.putAll(known.settings());
        return new Request(
                "train-detector", values, new ModelIdentity("centres", "", "architecture", ""));
    }
}
