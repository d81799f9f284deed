package org.coverslip.plugins;

import java.nio.file.Path;
import org.coverslip.detect.label.ConvertLabels;
import org.coverslip.detect.label.Grouping;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Turns labels from one program's format into another's. */
@Plugin(
        type = Command.class,
        name = "convert-labels",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Convert Labels...", weight = 60)
        },
        headless = true,
        description =
                "Turns boxes from one format into another: VoTT, YOLO, COCO, Pascal VOC, QuPath, ImageJ ROIs.")
public final class ConvertLabelsCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter(
            label = "Labels",
            style = "both",
            description = "File or folder with the labels.",
            persist = false)
    private String input = "";

    @Parameter(
            label = "Images",
            style = "both",
            description = "Folder of the images; needed where the labels do not hold their sizes.",
            required = false,
            persist = false)
    private String images = "";

    @Parameter(
            label = "From",
            choices = {"auto", "vott-csv", "vott-json", "yolo", "coco", "voc", "qupath", "roi"},
            description = "Format of the labels; auto: told by their content.")
    private String from = "auto";

    @Parameter(
            label = "To",
            choices = {"vott-csv", "vott-json", "yolo", "coco", "voc", "qupath", "roi"},
            description = "Format to write.")
    private String to = "yolo";

    @Parameter(
            label = "Output folder",
            style = "save",
            description = "Folder for the new labels.",
            persist = false)
    private String output = "";

    @Parameter(
            label = "Validation",
            description = "Part of the images that goes into a list for validation, 0 to 0.9.",
            min = "0",
            max = "0.9")
    private double validation;

    @Parameter(label = "Seed", description = "Of the choice of images for validation.")
    private int seed = 1;

    @Parameter(
            label = "Group",
            description =
                    "Images that stay on one side: those of one folder (folder), or in whose names a regular expression finds the same, such as P[0-9]+; empty: each for itself.",
            required = false)
    private String group = "";

    @Parameter(
            label = "Pictures",
            description = "Draw a picture per image with its boxes, to see that they lie right.")
    private boolean pictures = true;

    @Parameter(type = ItemIO.OUTPUT, label = "Images that failed")
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::convert);
    }

    private int convert() {
        InputCheck.check(this);
        Path source = OpenModel.path(input);
        LabelFormat format =
                from.equals("auto") ? LabelFormats.of(source) : LabelFormats.named(from);
        ConvertLabels conversion =
                new ConvertLabels(format, LabelFormats.named(to))
                        .validation(validation, seed, Grouping.parse(group))
                        .pictures(pictures);
        Path folder = images == null || images.isBlank() ? null : OpenModel.path(images);
        LabelSet labels = conversion.run(source, folder, OpenModel.path(output));
        labels.notes().forEach(log::warn);
        log.info(labels.objects() + " objects of " + labels.images().size() + " images: " + output);
        return 0;
    }
}
