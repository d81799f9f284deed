package org.coverslip.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import org.coverslip.explain.Explain;
import org.coverslip.explain.HeatLook;
import org.coverslip.explain.method.Methods;
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

/** Shows which places of images, ROIs or a slide's tiles speak for a label. */
@Plugin(
        type = Command.class,
        name = "explain",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Explain...", weight = 20)
        },
        headless = true,
        description = "Shows which places of images, ROIs or a slide's tiles speak for a label.")
public final class ExplainCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter private TaskService tasks;

    @Parameter(
            label = "Input",
            style = "both",
            description = "Path of an image, slide, folder or glob; empty: the active image.",
            required = false,
            persist = false)
    private String input = "";

    @Parameter(
            label = "Model",
            style = "both",
            description =
                    "Path of a model bundle: folder, zip or file; tissue: the demo network that"
                            + " ships.")
    private String model = "";

    @Parameter(
            label = "Output folder",
            style = "directory",
            description = "Folder for the results; empty: <input>-coverslip beside the input.",
            required = false,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Label",
            description =
                    "What is explained: a label, several joined by commas, top, the number of most probable ones, or all.",
            required = false,
            persist = false)
    private String label = "top";

    @Parameter(
            label = "Method",
            choices = {"gradcam", "gradcam++", "hirescam", "scorecam", "occlusion", "integrated"},
            description = "How it is explained; scorecam and occlusion need no gradients but time.")
    private String method = "gradcam";

    @Parameter(
            label = "Layer",
            description =
                    "Name of the network's layer; empty: the last convolutional one of at least 4 x 4 places.",
            required = false,
            persist = false)
    private String layer = "";

    @Parameter(
            label = "Region",
            choices = {"tissue", "all", "rois"},
            description =
                    "Slides: tiles with tissue, all tiles, or tiles in ROIs. Other images: the whole image, or each ROI.")
    private String region = "tissue";

    @Parameter(
            label = "Tiles",
            description = "How many of a slide's tiles go into its gallery, for each label.",
            min = "0",
            max = "1000")
    private int tiles = 12;

    @Parameter(
            label = "Map of the slide",
            description = "Explain every tile of a slide and stitch them into one map.")
    private boolean map = true;

    @Parameter(
            label = "Overlap",
            description = "Part of a tile that it shares with the next, on slides: 0 to 0.95.",
            min = "0",
            max = "0.95")
    private double overlap = 0.25;

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
            label = "Lookup table",
            description = "Colours of the heat: inferno, or the name of one of ImageJ's.",
            required = false)
    private String lut = "inferno";

    @Parameter(
            label = "Alpha",
            description = "How far the colours cover the picture where it is hot: 0 to 1.",
            min = "0",
            max = "1")
    private double alpha = 0.6;

    @Parameter(
            label = "Sanity check",
            description =
                    "Also replace the weights by random ones, layer by layer, and say whether the maps change.",
            persist = false)
    private boolean sanity;

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
            description = "Open the results table, the overlays and the heat maps when done.")
    private boolean show = true;

    @Parameter(type = ItemIO.OUTPUT, label = "Images that failed")
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::explain);
    }

    private int explain() {
        InputCheck.check(this);
        ValueMapping values = ValueMapping.parse(range);
        Inputs inputs = Inputs.resolve(input, output);
        try (OpenModel opened = OpenModel.open(model, device, trust);
                TaskProgress progress = new TaskProgress(tasks.createTask("Coverslip Explain"))) {
            Explain.Result result =
                    Explain.with(opened.bundle(), opened.network())
                            .images(inputs.items())
                            .output(inputs.output())
                            .label(label == null || label.isBlank() ? "top" : label)
                            .method(Methods.named(method))
                            .layer(layer == null ? "" : layer)
                            .tiling(new TileOptions(Region.parse(region), overlap, spacing))
                            .tiles(tiles)
                            .map(map)
                            .sanity(sanity)
                            .look(lut == null ? "" : lut, alpha)
                            .values(values)
                            .batch(batch)
                            .progress(progress)
                            .ranBy(opened.engine(), device)
                            .run();
            result.failures().values().forEach(log::error);
            if (!result.note().isEmpty()) log.warn(result.note());
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
                            + " images explained: "
                            + result.summary());
            // NB: a run that was stopped has rows of images, and none of explanations yet.
            Path rows = inputs.output().resolve("explanations.csv");
            ResultsView.show(
                    Files.exists(rows) ? rows : result.summary(),
                    inputs.output().resolve("gallery.png"),
                    show);
            new ExplainView(HeatLook.of(lut == null ? "" : lut, alpha), spacing).show(inputs, show);
            return result.failures().size();
        }
    }
}
