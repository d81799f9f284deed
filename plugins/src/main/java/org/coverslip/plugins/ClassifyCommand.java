package org.coverslip.plugins;

import org.coverslip.classify.Classify;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.tile.ValueMapping;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/** Classifies images, folders of images, the active image, or its ROIs. */
@Plugin(
        type = Command.class,
        name = "classify",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Classify...", weight = 10)
        },
        headless = true,
        description = "Gives every image, or every ROI, a probability per label.")
public final class ClassifyCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter private TaskService tasks;

    @Parameter(
            label = "Input",
            description = "Path of an image, folder or glob; empty: the active image.",
            style = "both",
            required = false,
            persist = false)
    private String input = "";

    @Parameter(
            label = "Model",
            description =
                    "Path of a model bundle: folder, zip or file; tissue: the demo network that"
                            + " ships.",
            style = "both")
    private String model = "";

    @Parameter(
            label = "Output folder",
            description = "Folder for the results; empty: <input>-coverslip beside the input.",
            style = "directory",
            required = false,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Region",
            choices = {"tissue", "all", "rois"},
            description =
                    "Slides: tiles with tissue, all tiles, or tiles in ROIs. Other images: the whole image, or each ROI.")
    private String region = "tissue";

    @Parameter(
            label = "Overlap",
            description = "Part of a tile that it shares with the next, on slides: 0 to 0.95.",
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
            description = "Images per call of the network; 0: chosen.",
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
            description = "Open the results table and the montage when done.")
    private boolean show = true;

    @Parameter(type = ItemIO.OUTPUT, label = "Images that failed")
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::classify);
    }

    private int classify() {
        InputCheck.check(this);
        ValueMapping values = ValueMapping.parse(range);
        Inputs inputs = Inputs.resolve(input, output);
        try (OpenModel opened = OpenModel.open(model, device, trust);
                TaskProgress progress = new TaskProgress(tasks.createTask("Coverslip Classify"))) {
            Classify.Result result =
                    Classify.with(opened.bundle(), opened.network())
                            .images(inputs.items())
                            .output(inputs.output())
                            .tiling(new TileOptions(Region.parse(region), overlap, spacing))
                            .values(values)
                            .batch(batch)
                            .progress(progress)
                            .ranBy(opened.engine(), device)
                            .run();
            result.failures().values().forEach(log::error);
            if (result.canceled()) {
                cancel(
                        "Stopped by the user after "
                                + result.done()
                                + " of "
                                + inputs.items().size()
                                + " images; run it again to go on.");
            }
            log.info(
                    result.done()
                            + " of "
                            + inputs.items().size()
                            + " images classified: "
                            + result.summary());
            ResultsView.show(result.summary(), inputs.output().resolve("montage.png"), show);
            ResultsView.showSlides(inputs, spacing, show);
            return result.failures().size();
        }
    }
}
