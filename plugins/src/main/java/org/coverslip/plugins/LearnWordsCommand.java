package org.coverslip.plugins;

import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.tile.ValueMapping;
import org.coverslip.words.LearnWords;
import org.coverslip.words.WordSettings;
import org.coverslip.words.project.Scale;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/** Learns what patterns a folder of slides consists of. */
@Plugin(
        type = Command.class,
        name = "learn-words",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Learn Words...", weight = 30)
        },
        headless = true,
        description =
                "Finds the patterns that slides consist of, and how much of each is on every slide.")
public final class LearnWordsCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter private TaskService tasks;

    @Parameter(
            label = "Input",
            style = "both",
            description = "Path of a slide, folder or glob; empty: the active image.",
            required = false,
            persist = false)
    private String input = "";

    @Parameter(
            label = "Model",
            style = "both",
            description = "Path of a model bundle: folder, zip or file.")
    private String model = "";

    @Parameter(
            label = "Output folder",
            style = "directory",
            description = "Folder for the results; empty: <input>-coverslip beside the input.",
            required = false,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Layer",
            description =
                    "Layer of the network that describes a patch; empty: the last one that still has places.",
            required = false,
            persist = false)
    private String layer = "";

    @Parameter(
            label = "Patch",
            description =
                    "Edge of a patch in pixels at the network's resolution; 0: that of its input.",
            min = "0",
            max = "8192")
    private int patch;

    @Parameter(
            label = "Words",
            description = "How many patterns to look for; 0: chosen by the silhouette.",
            min = "0",
            max = "1000")
    private int words;

    @Parameter(
            label = "Most words",
            description = "Most patterns that are tried where the number is chosen.",
            min = "2",
            max = "64")
    private int most = 16;

    @Parameter(
            label = "Scale",
            choices = {"standard", "length", "none"},
            description =
                    "What is done to the features: each to deviation 1, each patch to length 1, or nothing.")
    private String scale = "standard";

    @Parameter(
            label = "Components",
            description = "Principal components that are kept of the features; 0: all features.",
            min = "0",
            max = "1024")
    private int components;

    @Parameter(
            label = "Method",
            choices = {"exact", "minibatch"},
            description = "How patches are grouped: exactly, or quicker by random batches.")
    private String method = "exact";

    @Parameter(
            label = "Seed",
            description = "Of everything random; the same seed gives the same words.")
    private long seed = 1;

    @Parameter(
            label = "Codebook",
            style = "save",
            description =
                    "Folder for the words, to map other slides with; empty: codebook in the output.",
            required = false,
            persist = false)
    private String codebook = "";

    @Parameter(
            label = "Truth",
            style = "open",
            description =
                    "CSV table with columns image, label and perhaps group: what the words are to predict.",
            required = false,
            persist = false)
    private String truth = "";

    @Parameter(
            label = "Region",
            choices = {"tissue", "all", "rois"},
            description = "Patches with tissue, all patches, or patches in ROIs.")
    private String region = "tissue";

    @Parameter(
            label = "Overlap",
            description = "Part of a patch that it shares with the next: 0 to 0.95.",
            min = "0",
            max = "0.95")
    private double overlap;

    @Parameter(
            label = "Spacing",
            description = "Micrometres per pixel of the slides; 0: from the file.",
            min = "0",
            max = "100",
            persist = false)
    private double spacing;

    @Parameter(
            label = "Value range",
            description =
                    "What is black and white in images that are not 8 bit: display, type, or min,max.",
            required = false,
            persist = false)
    private String range = "";

    @Parameter(
            label = "Batch",
            description = "Patches per call of the network; 0: chosen.",
            min = "0",
            max = "1024")
    private int batch;

    @Parameter(label = "Device", description = "auto, cpu, gpu:0, gpu:1 and so on.")
    private String device = "auto";

    @Parameter(
            label = "Trust the model",
            description = "Run it even if its graph can read or write files or start programs.",
            persist = false)
    private boolean trust;

    @Parameter(
            label = "Show results",
            description = "Open the results table and the dictionary when done.")
    private boolean show = true;

    @Parameter(type = ItemIO.OUTPUT, label = "Images that failed")
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::words);
    }

    private int words() {
        InputCheck.check(this);
        ValueMapping values = ValueMapping.parse(range);
        WordSettings settings =
                new WordSettings(
                        words,
                        most,
                        Scale.parse(scale),
                        components,
                        method.equals("minibatch"),
                        seed);
        Inputs inputs = Inputs.resolve(input, output);
        try (OpenModel opened =
                        OpenModel.open(model, device, trust, ModelBundle::requireImageModel);
                TaskProgress progress =
                        new TaskProgress(tasks.createTask("Coverslip Learn Words"))) {
            LearnWords learning =
                    LearnWords.with(opened.bundle(), opened.network())
                            .images(inputs.items())
                            .output(inputs.output())
                            .layer(layer)
                            .patch(patch)
                            .settings(settings)
                            .tiling(new TileOptions(Region.parse(region), overlap, spacing))
                            .values(values)
                            .batch(batch)
                            .products(new EngineSource(device))
                            .progress(progress)
                            .ranBy(opened.engine(), device);
            if (!codebook.isBlank()) learning.codebook(OpenModel.path(codebook));
            if (!truth.isBlank()) learning.truth(OpenModel.path(truth));
            return WordsView.show(learning.run(), inputs, show, log, this::cancel);
        }
    }
}
