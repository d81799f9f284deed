package org.coverslip.plugins;

import java.nio.file.Path;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.Engines;
import org.coverslip.report.Numbers;
import org.coverslip.tile.ValueMapping;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.TrainClassifier;
import org.coverslip.train.TransferStart;
import org.coverslip.train.split.Split;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/** Trains a network on images or annotated slides of the user's own. */
@Plugin(
        type = Command.class,
        name = "train",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Train...", weight = 40)
        },
        headless = true,
        description =
                "Trains a network to tell classes of images or tissue apart, to outline or to find"
                        + " them, and writes it as a model that classify, segment or detect runs.")
public final class TrainCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter private TaskService tasks;

    @Parameter(
            label = "Input",
            style = "both",
            description =
                    "Folder with a folder of images per class, with images and a table, or with"
                            + " annotated slides.",
            persist = false)
    private String input = "";

    @Parameter(
            label = "Labels",
            description =
                    "CSV table with columns file and label (several as a|b), group and split if"
                            + " wanted; or classes a,b,c; empty: the folders' or annotations' names."
                            + " For centres the boxes, in any format that convert-labels knows.",
            required = false,
            persist = false)
    private String labels = "";

    @Parameter(
            label = "Output folder",
            style = "directory",
            description =
                    "Folder for the model and its figures; empty: <input>-coverslip beside it.",
            required = false,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Network",
            description =
                    "small, malaria, plain-N, residual-N (N convolutions), vgg, densenet121; for"
                            + " pixels unet, unet-objects; for boxes centres.")
    private String network = "small";

    @Parameter(
            label = "Model",
            style = "both",
            description =
                    "Keras file (.h5, .keras) to start from in place of a new network; its head is"
                            + " replaced. For centres also a detector that was trained here.",
            required = false,
            persist = false)
    private String model = "";

    @Parameter(
            label = "Freeze",
            description =
                    "What of that Keras file stays as it is: all (only the new layers learn), none,"
                            + " or up to the layer of this name.")
    private String freeze = "all";

    @Parameter(
            label = "Factor",
            description = "On the rate of old layers that are not frozen.",
            min = "0",
            max = "1")
    private double factor = 0.1;

    @Parameter(label = "Epochs", description = "Passes over the images, at most.", min = "1")
    private int epochs = 20;

    @Parameter(
            label = "Size",
            description =
                    "Edge of the network's input in pixels; 0: that of the images where all are"
                            + " alike and small, else 128. For pixels and boxes that of the crops"
                            + " it learns from.",
            min = "0",
            max = "2048")
    private int size;

    @Parameter(
            label = "Spacing",
            description =
                    "Micrometres per pixel at which the network sees tissue; 0: these are no"
                            + " slides.",
            min = "0",
            max = "100",
            persist = false)
    private double spacing;

    @Parameter(
            label = "Overlap",
            description = "Part of a tile that it shares with the next, on slides: 0 to 0.95.",
            min = "0",
            max = "0.95")
    private double overlap;

    @Parameter(
            label = "Group",
            description =
                    "What tells patients or slides apart: a column of the table, or a pattern for"
                            + " file names such as (person\\d+)_; they are kept together.",
            required = false,
            persist = false)
    private String group = "";

    @Parameter(
            label = "Validation",
            description = "Share of the images that choose the best epoch.",
            min = "0.01",
            max = "0.9")
    private double validation = 0.2;

    @Parameter(
            label = "Test",
            description = "Share of the images that is kept for the end.",
            min = "0",
            max = "0.9")
    private double test;

    @Parameter(
            label = "Folds",
            description = "Of a cross-validation, in place of the two shares; 0: none.",
            min = "0",
            max = "100")
    private int folds;

    @Parameter(label = "Fold", description = "The one that validates, from 1.", min = "1")
    private int fold = 1;

    @Parameter(
            label = "Augment",
            description =
                    "What is changed at random: auto, none, or a list of flip, rotate, shift, zoom,"
                            + " brightness, stain, as in flip,rotate=15,stain=0.2.")
    private String augment = "auto";

    @Parameter(
            label = "Normalize",
            description =
                    "How pixel values become inputs: 0..1, -1..1, caffe, samplewise, featurewise, or"
                            + " mean;std; empty: 0..1. A Keras file must be told.",
            required = false,
            persist = false)
    private String normalize = "";

    @Parameter(
            label = "Value range",
            description =
                    "What is black and white in images that are not 8 bit: display, type, or min,max.",
            required = false,
            persist = false)
    private String range = "";

    @Parameter(
            label = "Loss",
            choices = {"balanced", "plain", "focal"},
            description = "balanced: rare classes count as much as frequent ones.")
    private String loss = "balanced";

    @Parameter(label = "Batch", description = "Images per step.", min = "1", max = "4096")
    private int batch = 32;

    @Parameter(label = "Rate", description = "Highest learning rate.")
    private double rate = 1e-3;

    @Parameter(
            label = "Schedule",
            choices = {"cosine", "step", "constant"},
            description = "How the rate falls.")
    private String schedule = "cosine";

    @Parameter(
            label = "Optimizer",
            choices = {"adam", "sgd"},
            description = "sgd has a momentum of 0.9.")
    private String optimizer = "adam";

    @Parameter(label = "Decay", description = "Weight decay.", min = "0", max = "1")
    private double decay = 1e-4;

    @Parameter(
            label = "Patience",
            description = "Epochs without a better validation loss before it stops; 0: never.",
            min = "0")
    private int patience;

    @Parameter(label = "Seed", description = "Another number gives another run.")
    private long seed = 1;

    @Parameter(
            label = "Threads",
            description = "Of the network; 0: chosen, 1: the same bits every time.",
            min = "0",
            max = "1024")
    private int threads;

    @Parameter(label = "Device", description = "auto, cpu, gpu:0, gpu:1 and so on.")
    private String device = "auto";

    @Parameter(label = "Show results", description = "Plot loss and accuracy while it learns.")
    private boolean show = true;

    @Parameter(type = ItemIO.OUTPUT, label = "Images that failed")
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::train);
    }

    private int train() {
        InputCheck.check(this);
        Path to = Inputs.output(input, output);
        try (TaskProgress progress = new TaskProgress(tasks.createTask("Coverslip Train"))) {
            if (DetectorTraining.isAskedFor(network.strip())) {
                if (test > 0 || folds > 0 || !group.isBlank()) {
                    throw new RefusedException(
                            "network=" + network.strip(),
                            "it is trained without test, folds and group",
                            "leave them out");
                }
                return DetectorTraining.run(
                        input,
                        labels,
                        model,
                        freeze,
                        factor,
                        to,
                        seeing(),
                        validation,
                        learning(),
                        new HistoryWindow(show),
                        progress,
                        log);
            }
            if (SegmenterTraining.isAskedFor(network.strip())) {
                if (!model.isBlank()) {
                    throw new RefusedException(
                            "network=" + network.strip(),
                            "it starts from random weights",
                            "leave model= out");
                }
                return SegmenterTraining.run(
                        network.strip(),
                        input,
                        labels,
                        to,
                        seeing(),
                        validation,
                        learning(),
                        new HistoryWindow(show),
                        progress,
                        log);
            }
            TrainClassifier training =
                    TrainClassifier.with(Engines.get())
                            .images(input)
                            .labels(labels)
                            .group(group)
                            .overlap(overlap)
                            .output(to)
                            .network(network.strip())
                            .split(new Split(validation, test, folds, fold, seed))
                            .learning(learning())
                            .seeing(seeing())
                            .progress(progress)
                            .listener(new HistoryWindow(show));
            if (!model.isBlank()) {
                training.transfer(new TransferStart(OpenModel.path(model), freeze, factor));
            }
            return say(training.run(), to);
        }
    }

    private Seeing seeing() {
        return new Seeing(size, spacing, values(), augment, ValueMapping.parse(range));
    }

    /** NB: a model was trained on one kind of values, and only its author knows which. */
    private String values() {
        boolean known =
                DetectorTraining.isAskedFor(network.strip()) && DetectorTraining.isDetector(model);
        if (known && !normalize.isBlank()) {
            throw new RefusedException(
                    model,
                    "it says itself how pixel values become its input",
                    "leave normalize= out");
        }
        if (known) return "0..1";
        if (!normalize.isBlank()) return normalize;
        if (model.isBlank()) return "0..1";
        throw new RefusedException(
                model,
                "it does not say how pixel values become its input",
                "give normalize= as it was trained with (0..1, -1..1, caffe or mean;std)");
    }

    private Learning learning() {
        return new Learning(
                epochs,
                batch,
                rate,
                schedule,
                optimizer,
                decay,
                loss,
                patience,
                seed,
                threads,
                Device.parse(device));
    }

    private int say(TrainClassifier.Result result, Path to) {
        result.failures().values().forEach(log::error);
        result.notes().forEach(log::info);
        if (result.canceled()) cancel(result.message() + " Run it again to go on.");
        else if (!result.message().isEmpty()) log.error(result.message());
        for (Map.Entry<String, Double> m : result.metrics().entrySet()) {
            log.info(m.getKey() + ": " + Numbers.text(Math.rint(m.getValue() * 1e4) / 1e4));
        }
        result.model().ifPresent(m -> log.info("The trained model: " + m));
        ResultsView.show(to.resolve("summary.csv"), to.resolve("classes.png"), show);
        boolean broken = !result.message().isEmpty() && !result.canceled();
        return result.failures().size() + (broken ? 1 : 0);
    }
}
