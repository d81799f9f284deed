package org.coverslip.plugins;

import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.tile.ValueMapping;
import org.coverslip.words.LearnWords;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/** Says how much of each learned pattern is on slides, and what that predicts. */
@Plugin(
        type = Command.class,
        name = "map-words",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Map Words...", weight = 31)
        },
        headless = true,
        description = "Finds patterns that were learned on other slides, and what they predict.")
public final class MapWordsCommand extends ContextCommand {

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
            label = "Codebook",
            style = "both",
            description = "Folder of words, as learn-words wrote it.")
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
        Inputs inputs = Inputs.resolve(input, output);
        try (OpenModel opened =
                        OpenModel.open(model, device, trust, ModelBundle::requireImageModel);
                TaskProgress progress = new TaskProgress(tasks.createTask("Coverslip Map Words"))) {
            LearnWords mapping =
                    LearnWords.with(opened.bundle(), opened.network())
                            .images(inputs.items())
                            .output(inputs.output())
                            .mapWith(OpenModel.path(codebook))
                            .tiling(new TileOptions(Region.parse(region), overlap, spacing))
                            .values(values)
                            .batch(batch)
                            .products(new EngineSource(device))
                            .progress(progress)
                            .ranBy(opened.engine(), device);
            if (!truth.isBlank()) mapping.truth(OpenModel.path(truth));
            return WordsView.show(mapping.run(), inputs, show, log, this::cancel);
        }
    }
}
