package org.coverslip.plugins;

import java.nio.file.Path;
import org.coverslip.evaluate.Bootstrap;
import org.coverslip.evaluate.LabelScores;
import org.coverslip.evaluate.TruthTable;
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
                "Holds predictions against the truth: ROC area of every label, with interval.")
public final class EvaluateCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter(
            label = "Predictions",
            style = "open",
            description = "Table of predictions: summary.csv of classify.",
            persist = false)
    private String predictions = "";

    @Parameter(
            label = "Truth",
            style = "open",
            description =
                    "CSV table: the image first, then a column label, or a column of 0 and 1 per label.",
            persist = false)
    private String truth = "";

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
            description = "Folder for auc.csv; empty: that of the predictions.",
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
        TruthTable known = TruthTable.read(OpenModel.path(truth));
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
}
