package org.coverslip.plugins;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.detect.DetectSettings;
import org.coverslip.detect.Detector;
import org.coverslip.detect.DetectorSpec;
import org.coverslip.detect.decode.Decoder;
import org.coverslip.detect.decode.Decoders;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Task;
import org.coverslip.model.format.FrozenFormat;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.slide.Resampling;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Turns a model file into a bundle that says everything an operation needs to know. */
@Plugin(
        type = Command.class,
        name = "import-model",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Import Model...", weight = 90)
        },
        headless = true,
        description =
                "Makes a model bundle (bioimage.io 0.5) from a model file and the facts it lacks.")
public final class ImportModelCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter(
            label = "Model",
            description = "Path of a Keras file, SavedModel, bundle or zip.",
            style = "both",
            persist = false)
    private String model = "";

    @Parameter(
            label = "Labels",
            description =
                    "Names in the order of the output: a,b,c or a text file with one per line.",
            required = false,
            persist = false)
    private String labels = "";

    @Parameter(
            label = "Normalize",
            description =
                    "How pixel values become inputs: 0..1, -1..1, caffe, samplewise, none, bgr, or mean;std.",
            required = false,
            persist = false)
    private String normalize = "";

    @Parameter(
            label = "Resize",
            description = "Kernel the network was trained with: nearest, bilinear or area.",
            required = false,
            persist = false)
    private String resize = "";

    @Parameter(
            label = "Scores",
            description =
                    "What the output is, where the file does not tell: softmax, sigmoid or logits.",
            required = false,
            persist = false)
    private String scores = "";

    @Parameter(
            label = "Axes",
            description =
                    "Order of the input's axes, where the file does not tell: byxc or bcyx; yxc if it takes one picture without a batch.",
            required = false,
            persist = false)
    private String axes = "";

    @Parameter(
            label = "Spacing",
            description = "Micrometres per pixel the network was trained at; 0: unknown.",
            min = "0",
            required = false,
            persist = false)
    private double spacing;

    @Parameter(
            label = "Decoder",
            description =
                    "For a network that detects, how its outputs are read: auto, yolov5, yolov8, ssd and so on.",
            required = false,
            persist = false)
    private String decoder = "";

    @Parameter(
            label = "Inputs",
            description =
                    "Of a frozen graph: names of its input nodes, a,b; empty: all placeholders.",
            required = false,
            persist = false)
    private String inputs = "";

    @Parameter(
            label = "Outputs",
            description = "Of a frozen graph: names of its output nodes, a,b; empty: all its ends.",
            required = false,
            persist = false)
    private String outputs = "";

    @Parameter(
            label = "Constants",
            description =
                    "Of a frozen graph: values for inputs that are no picture: min_size=40;thresholds=0.6,0.7,0.7.",
            required = false,
            persist = false)
    private String constants = "";

    @Parameter(
            label = "New bundle",
            description = "Folder of the new bundle; must not exist.",
            style = "save",
            persist = false)
    private String output = "";

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::importModel);
    }

    private int importModel() {
        InputCheck.check(this);
        Path to = OpenModel.path(output);
        try (ModelBundle read = opened()) {
            ModelBundle complete = completed(read);
            complete.requireComplete();
            if (decoder.isBlank()) complete.requireMatchingLabels();
            else requireDetector(complete);
            new BundleWriter().zipped(false).write(complete, to);
            complete.notes().forEach(log::info);
            log.info(complete.name() + " is now a bundle: " + to);
        }
        return 0;
    }

    private ModelBundle opened() {
        Path source = OpenModel.path(model);
        if (inputs.isBlank() && outputs.isBlank() && constants.isBlank())
            return Models.open(source, Engines.get());
        return FrozenFormat.read(
                source,
                Engines.get(),
                names(inputs),
                names(outputs),
                ConstantInputs.parse(constants));
    }

    private static List<String> names(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    private ModelBundle completed(ModelBundle read) {
        ModelBundle.Builder facts = read.toBuilder();
        if (!axes.isBlank()) {
            // NB: where no input looks like a picture, the first one is meant.
            InputSpec input = read.imageInput().orElse(read.inputs().get(0));
            facts.inputs(read.inputs().stream().map(i -> i == input ? withAxes(i) : i).toList());
        }
        if (!normalize.isBlank()) facts.normalization(Normalization.parse(normalize));
        if (!labels.isBlank()) facts.labels(LabelList.parse(labels));
        if (!resize.isBlank()) facts.resize(Resampling.parse(resize));
        if (!scores.isBlank()) {
            facts.scores(
                    Scores.named(scores)
                            .orElseThrow(
                                    () ->
                                            new RefusedException(
                                                    "scores=" + scores,
                                                    "this is not known",
                                                    "use softmax, sigmoid or logits")));
        }
        if (spacing > 0) facts.spacing(spacing);
        if (!decoder.isBlank()) {
            Map<String, Object> words = new LinkedHashMap<>();
            if (!decoder.strip().equals("auto")) words.put("name", decoder.strip());
            facts.task(Task.DETECTION).decoder(words);
            Decoders.all().stream()
                    .filter(d -> d.name().equals(decoder.strip()))
                    .forEach(d -> facts.outputs(completed(d, read.outputs())));
        }
        return facts.build();
    }

    private static List<OutputSpec> completed(Decoder decoder, List<OutputSpec> outputs) {
        return outputs.stream().map(decoder::complete).toList();
    }

    private static void requireDetector(ModelBundle complete) {
        DetectorSpec spec = DetectorSpec.of(complete);
        if (!spec.layout().isOpen()) {
            Decoders.choose(complete.source().toString(), spec.layout());
            return;
        }
        try (Network network = Engines.get().open(complete.savedModel(), NetworkOptions.DEFAULT)) {
            new Detector(spec, network, DetectSettings.of(spec));
        }
    }

    private InputSpec withAxes(InputSpec input) {
        String order = axes.strip().toLowerCase(java.util.Locale.ROOT);
        boolean fits =
                order.length() == input.sizes().size()
                        && order.chars().distinct().count() == order.length()
                        && order.matches("[bitczyx]+")
                        && order.contains("y")
                        && order.contains("x");
        if (fits) return input.withAxes(order);
        throw new RefusedException(
                "axes=" + axes,
                "these are no axes for the input " + input.shapeText(),
                "use one letter per axis out of b, t, c, z, y, x, as in byxc");
    }
}
