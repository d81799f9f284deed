package org.coverslip.dialog;

import ij.IJ;
import ij.measure.ResultsTable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.coverslip.keys.InputKeys;
import org.coverslip.plugins.CommandRun;
import org.coverslip.plugins.MessageLines;
import org.coverslip.report.RefusedRun;
import org.scijava.event.EventHandler;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.event.ModuleCanceledEvent;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/**
 * Writes down why a request was refused: in ImageJ's log, and in the output folder if one was
 * given. The command line, which ends with an exit code, does without this service.
 *
 * <p>NB: SciJava tells of a refusal in a dialog only; a macro without a display goes on without a
 * word, and the program still ends with exit code 0.
 */
@Plugin(type = Service.class)
public final class Refusals extends AbstractService implements SciJavaService {

    /** The style of an output that is the folder of a run, and not a file or a new model. */
    static final String RUN_FOLDER = "directory";

    @EventHandler
    void onEvent(ModuleCanceledEvent event) {
        Module module = event.getModule();
        if (!OwnCommands.contain(module)) return;
        if (!Integer.valueOf(CommandRun.REFUSED).equals(module.getOutput("failed"))) return;
        if (event.getReason() == null) return;
        String sentence = MessageLines.joined(event.getReason());
        record(module.getInfo(), OwnCommands.texts(module), sentence);
    }

    /**
     * Writes down one refusal.
     *
     * @param asked the inputs as they were given, by key
     */
    public void record(ModuleInfo command, Map<String, String> asked, String sentence) {
        // NB: where somebody sits in front of it, ImageJ shows the sentence in a dialog.
        if (IJ.isMacro() || !OwnCommands.canAsk()) {
            IJ.log(OwnCommands.title(command) + ": " + sentence);
        }
        if (IJ.isMacro()) clearResults();
        ModuleItem<?> output = InputKeys.of(command).get("output");
        String folder = asked.getOrDefault("output", "").strip();
        if (output == null || folder.isEmpty()) return;
        if (!RUN_FOLDER.equals(output.getWidgetStyle())) return;
        try {
            RefusedRun.write(Path.of(folder), command.getName(), asked, sentence);
        } catch (InvalidPathException e) {
            // The sentence, which may be about this very path, is in the log.
        }
    }

    /** NB: a macro would take the rows of an earlier run for those of the one that was refused. */
    private static void clearResults() {
        ResultsTable results = ResultsTable.getResultsTable();
        results.reset();
        if (IJ.isResultsWindow()) results.show("Results");
    }
}
