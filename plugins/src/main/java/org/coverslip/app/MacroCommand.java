package org.coverslip.app;

import ij.Macro;
import ij.macro.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.coverslip.plugins.CommandRun;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Runs an ImageJ macro without a display, with Coverslip's commands known to it. Command line only.
 */
@Plugin(
        type = Command.class,
        name = "macro",
        description = "Runs an ImageJ macro (.ijm) without a display.")
public final class MacroCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter(description = "Path of the macro.", persist = false)
    private String file = "";

    @Parameter(
            description = "Text that the macro gets from getArgument().",
            required = false,
            persist = false)
    private String argument = "";

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::runMacro);
    }

    private int runMacro() {
        if (file.isBlank())
            throw new RefusedException("file", "it is missing", "give file=<path of a macro>");
        String text = read(Path.of(file));
        PluginsTable.fill(new Commands(CommandPlugIn.context().service(CommandService.class)));
        int before = CommandPlugIn.failures();
        Interpreter interpreter = new Interpreter();
        interpreter.setIgnoreErrors(true);
        try {
            interpreter.run(text, argument);
        } catch (RuntimeException e) {
            // NB: this is how the interpreter leaves a macro that stopped; anything else is a fault
            // of ours.
            if (!Macro.MACRO_CANCELED.equals(e.getMessage())) throw e;
            throw stopped(interpreter);
        }
        if (interpreter.wasError()) throw stopped(interpreter);
        return CommandPlugIn.failures() - before;
    }

    private RefusedException stopped(Interpreter interpreter) {
        String why = interpreter.getErrorMessage();
        return new RefusedException(
                file,
                why == null ? "the macro stopped" : "the macro stopped: " + why,
                "mend that line");
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new RefusedException(
                    path, "this macro cannot be read", "check the path and that it is text", e);
        }
    }
}
