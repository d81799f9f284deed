package org.coverslip.plugins;

import org.coverslip.density.DensityGrid;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.segment.Segment;
import org.coverslip.segment.SegmentOptions;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.tile.ValueMapping;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/** Segments images, slides, folders of them, or the active image. */
@Plugin(
        type = Command.class,
        name = "segment",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Segment...", weight = 11)
        },
        headless = true,
        description = "Gives every pixel a class, finds objects, measures and outlines them.")
public final class SegmentCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter private TaskService tasks;

    @Parameter(
            label = "Input",
            style = "both",
            description = "Path of an image, folder or glob; empty: the active image.",
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
            label = "Region",
            choices = {"tissue", "all", "rois"},
            description =
                    "Slides: where there is tissue, everywhere, or inside ROIs. Other images: all or ROIs.")
    private String region = "tissue";

    @Parameter(
            label = "Objects",
            choices = {"auto", "none", "components", "watershed"},
            description =
                    "How pixels become objects: as the model says, not at all, where they touch, or cut at their waists.")
    private String objects = "auto";

    @Parameter(
            label = "Threshold",
            description = "Probability from which on a pixel or object counts; 0: chosen.",
            min = "0",
            max = "0.999")
    private double threshold;

    @Parameter(
            label = "Smallest object",
            description =
                    "Objects of a smaller area are left out: um2, or pixels without a scale; of volumes um3 or voxels.",
            min = "0")
    private double smallest;

    @Parameter(
            label = "Largest object",
            description = "Objects of a larger area or volume are left out; 0: none.",
            min = "0")
    private double largest;

    @Parameter(
            label = "Fill holes up to",
            description = "Area or volume of holes in objects that are filled.",
            min = "0")
    private double holes;

    @Parameter(
            label = "Density radius",
            description =
                    "Micrometres around each place in which objects are counted for a map of their density; 0: no map.",
            min = "0",
            max = "100000")
    private double density = DensityGrid.USUAL_RADIUS;

    @Parameter(
            label = "Overlap",
            description = "Part of a tile that it shares with the next: 0 to 0.95; 0: chosen.",
            min = "0",
            max = "0.95")
    private double overlap;

    @Parameter(
            label = "Tile",
            description = "Edge of a tile in pixels of the network; 0: chosen.",
            min = "0",
            max = "4096")
    private int tile;

    @Parameter(
            label = "Eight views",
            description = "Average over mirrored and turned tiles: better, eight times slower.")
    private boolean augment;

    @Parameter(
            label = "Spacing",
            description = "Micrometres per pixel of the images; 0: from the file.",
            min = "0",
            max = "100",
            persist = false)
    private double spacing;

    @Parameter(
            label = "Depth",
            description = "Micrometres from one slice of a volume to the next; 0: from the file.",
            min = "0",
            max = "100000",
            persist = false)
    private double depth;

    @Parameter(
            label = "Value range",
            description =
                    "What is black and white in images that are not 8 bit: display, type, or min,max.",
            required = false,
            persist = false)
    private String range = "";

    @Parameter(
            label = "Batch",
            description = "Tiles per call of the network; 0: chosen.",
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
            description = "Open the results table and the labels when done.")
    private boolean show = true;

    @Parameter(
            label = "Objects to ROI Manager",
            description =
                    "Put the objects into the ROI Manager too, at most 5000 of them, in pixels of the image at full size.",
            persist = false)
    private boolean rois;

    @Parameter(type = ItemIO.OUTPUT, label = "Images that failed")
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::segment);
    }

    private SegmentOptions options() {
        return new SegmentOptions(
                new TileOptions(Region.parse(region), overlap, spacing),
                tile,
                threshold,
                augment,
                new ObjectOptions(ObjectOptions.Method.parse(objects), smallest, largest, holes),
                depth,
                density);
    }

    private int segment() {
        InputCheck.check(this);
        SegmentOptions options = options();
        ValueMapping values = ValueMapping.parse(range);
        Inputs inputs = Inputs.resolve(input, output);
        try (OpenModel opened = OpenModel.open(model, device, trust, Segment::requireSegmenter);
                TaskProgress progress = new TaskProgress(tasks.createTask("Coverslip Segment"))) {
            Segment.Result result =
                    Segment.with(opened.bundle(), opened.network())
                            .images(inputs.items())
                            .output(inputs.output())
                            .options(options)
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
                            + " images segmented: "
                            + result.summary());
            ResultsView.show(result.summary(), inputs.output().resolve("montage.png"), show);
            SegmentView.show(inputs, spacing, show, rois);
            return result.failures().size();
        }
    }
}
