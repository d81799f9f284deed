package org.coverslip.plugins;

import java.util.Arrays;
import java.util.List;
import org.coverslip.density.DensityGrid;
import org.coverslip.detect.Detect;
import org.coverslip.detect.DetectSettings;
import org.coverslip.detect.DetectorSpec;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.suppress.Overlapping;
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

/** Finds objects in images, folders of images, slides, stacks, movies, or the active image. */
@Plugin(
        type = Command.class,
        name = "detect",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Detect...", weight = 12)
        },
        headless = true,
        description = "Finds objects: a box, a class and a score for each, and counts per image.")
public final class DetectCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter private TaskService tasks;

    @Parameter(
            label = "Input",
            style = "both",
            description =
                    "Path of an image, slide, movie, folder or glob; empty: the active image.",
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
                    "Slides: where tissue is, everywhere, or in ROIs. Other images: the whole image, or each ROI.")
    private String region = "tissue";

    @Parameter(
            label = "Threshold",
            description = "Score from which on an object counts as found; 0: what the model says.",
            min = "0",
            max = "1")
    private double threshold;

    @Parameter(
            label = "IoU",
            description =
                    "Overlap from which two boxes are one object, 0 to 1; 0: what the model says.",
            min = "0",
            max = "1")
    private double iou;

    @Parameter(
            label = "Overlapping boxes",
            choices = {"auto", "nms", "agnostic", "soft", "fusion"},
            description =
                    "The best of a class stays (nms), of all classes (agnostic), others lose score (soft), or they are averaged (fusion); auto: what the model says.")
    private String suppression = "auto";

    @Parameter(
            label = "Overlap",
            description =
                    "Part of a tile that it shares with the next, at least the largest object; 0: chosen.",
            min = "0",
            max = "0.95")
    private double overlap;

    @Parameter(
            label = "Tile",
            description =
                    "Edge of a tile on slides in pixels of the model; 0: what it was made for.",
            min = "0",
            max = "8192")
    private int tile;

    @Parameter(
            label = "Spacing",
            description = "Micrometres per pixel of the slides; 0: from the file.",
            min = "0",
            max = "100",
            persist = false)
    private double spacing;

    @Parameter(
            label = "Density radius",
            description =
                    "Slides: micrometres around each place in which objects are counted for a map of their density; 0: no map.",
            min = "0",
            max = "100000")
    private double density = DensityGrid.USUAL_RADIUS;

    @Parameter(
            label = "Track",
            description = "Give the objects of a movie numbers that stay from frame to frame.")
    private boolean track;

    @Parameter(
            label = "Labels",
            description =
                    "Also write the objects as labels: yolo, coco, voc, vott-csv, vott-json, qupath, roi, joined by commas.",
            required = false,
            persist = false)
    private String labels = "";

    @Parameter(
            label = "Value range",
            description =
                    "What is black and white in images that are not 8 bit: display, type, or min,max.",
            required = false,
            persist = false)
    private String range = "";

    @Parameter(
            label = "Batch",
            description = "Images or tiles per call of the network; 0: chosen.",
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
            description = "Open the results table and lay the boxes over the image when done.")
    private boolean show = true;

    @Parameter(type = ItemIO.OUTPUT, label = "Images that failed")
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::detect);
    }

    private int detect() {
        InputCheck.check(this);
        ValueMapping values = ValueMapping.parse(range);
        List<LabelFormat> formats = formats();
        Inputs inputs = Inputs.resolve(input, output);
        try (OpenModel opened = OpenModel.open(model, device, trust, DetectorSpec::of);
                TaskProgress progress = new TaskProgress(tasks.createTask("Coverslip Detect"))) {
            Detect detect = Detect.with(opened.bundle(), opened.network());
            DetectSettings settings = detect.settings();
            if (threshold > 0) settings = settings.withThreshold(threshold);
            if (iou > 0) settings = settings.withIou(iou);
            if (!suppression.equals("auto")) {
                settings = settings.withOverlapping(Overlapping.parse(suppression));
            }
            Detect.Result result =
                    detect.images(inputs.items())
                            .output(inputs.output())
                            .settings(settings)
                            .tiling(new TileOptions(Region.parse(region), overlap, spacing))
                            .tile(tile)
                            .density(density)
                            .track(track)
                            .labels(formats)
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
                            + " images searched: "
                            + result.summary());
            DetectView.show(inputs, result.summary(), opened.bundle().labels(), spacing, show);
            return result.failures().size();
        }
    }

    private List<LabelFormat> formats() {
        if (labels == null || labels.isBlank()) return List.of();
        return Arrays.stream(labels.split(","))
                .filter(f -> !f.isBlank())
                .map(LabelFormats::named)
                .toList();
    }
}
