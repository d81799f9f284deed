package org.coverslip.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.evaluate.Bootstrap;
import org.coverslip.evaluate.LabelScores;
import org.coverslip.evaluate.TruthTable;
import org.coverslip.evaluate.detection.DetectionReport;
import org.coverslip.evaluate.segmentation.SegmentationReport;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Holds predictions against the truth: the area under the ROC curve of every label. */
@Plugin(
        type = Command.class,
        name = "evaluate",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Coverslip"),
            @Menu(label = "Coverslip Evaluate...", weight = 50)
        },
        headless = true,
        description =
                "Holds predictions against the truth: ROC area of every label with its interval, average precision of boxes, or Dice, F1, AJI and panoptic quality of labels.")
public final class EvaluateCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter(
            label = "Predictions",
            style = "open",
            description =
                    "Table of predictions: summary.csv of classify; or the output folder of detect or segment.",
            persist = false)
    private String predictions = "";

    @Parameter(
            label = "Truth",
            style = "open",
            description =
                    "CSV table: the image first, then a column label, or a column of 0 and 1 per label; for detect boxes in any format of convert-labels; for segment a label image or GeoJSON, or a folder of them.",
            persist = false)
    private String truth = "";

    @Parameter(
            label = "Images",
            description =
                    "For boxes: folder of the images, where the truth does not hold their sizes.",
            required = false,
            persist = false)
    private String images = "";

    @Parameter(
            label = "Group",
            description =
                    "Column of the truth that names what belongs together, such as the patient; empty: every image stands for itself.",
            required = false,
            persist = false)
    private String group = "";

    @Parameter(
            label = "Output folder",
            style = "save",
            description =
                    "Folder for auc.csv, detection.csv or segmentation.csv; empty: that of the predictions.",
            required = false,
            persist = false)
    private String output = "";

    @Parameter(label = "Show results", description = "Open the table when done.")
    private boolean show = true;

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::evaluate);
    }

    private int evaluate() {
        InputCheck.check(this);
        Path file = OpenModel.path(predictions);
        Path labels = OpenModel.path(truth);
        Path folderOfRun = Files.isDirectory(file) ? file : file.toAbsolutePath().getParent();
        if (SegmentationReport.isSegmentation(folderOfRun)) {
            return evaluateLabels(folderOfRun, labels);
        }
        Optional<LabelFormat> format = LabelFormats.find(labels);
        if (format.isPresent()) return evaluateBoxes(file, labels, format.get());
        TruthTable known = TruthTable.read(labels);
        LabelScores scores =
                LabelScores.of(file, known, group == null ? "" : group, Bootstrap.DEFAULT);
        if (scores.withoutTruth() > 0) {
            log.warn(scores.withoutTruth() + " images were left out: the truth does not know them");
        }
        boolean beside = output == null || output.isBlank();
        Path folder = beside ? file.toAbsolutePath().getParent() : OpenModel.path(output);
        Path table = folder.resolve("auc.csv");
        scores.table().write(table);
        log.info("ROC areas of " + scores.scores().size() + " labels: " + table);
        ResultsView.show(table, folder.resolve("roc.png"), show);
        return 0;
    }

    private int evaluateLabels(Path results, Path labels) {
        SegmentationReport report = SegmentationReport.of(results, labels);
        report.notes().forEach(log::warn);
        boolean beside = output == null || output.isBlank();
        Path table = report.write(beside ? results : OpenModel.path(output));
        log.info("Agreement over " + report.images() + " images: " + table);
        ResultsView.show(table, table.resolveSibling("montage.png"), show);
        return 0;
    }

    private int evaluateBoxes(Path results, Path labels, LabelFormat format) {
        boolean none = images == null || images.isBlank();
        ImageSizes sizes = none ? ImageSizes.none() : ImageSizes.in(OpenModel.path(images));
        LabelSet known = format.read(labels, sizes);
        known.notes().forEach(log::warn);
        DetectionReport report = DetectionReport.of(results, known);
        report.notes().forEach(log::warn);
        boolean beside = output == null || output.isBlank();
        Path table = report.write(beside ? results : OpenModel.path(output));
        log.info("Average precision over " + report.images() + " images: " + table);
        ResultsView.show(table, table.resolveSibling("precision-recall.png"), show);
        return 0;
    }
}
