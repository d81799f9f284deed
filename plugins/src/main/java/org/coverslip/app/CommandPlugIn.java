package org.coverslip.app;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.coverslip.RefusedException;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.task.TaskService;

/**
 * A Coverslip command as plain ImageJ sees it: {@code run("Coverslip Classify...", "input=...
 * model=...")} arrives here with the command's word as argument. In Fiji the SciJava command itself
 * is called and this class is not used.
 */
public final class CommandPlugIn implements PlugIn {

    private static final AtomicInteger FAILURES = new AtomicInteger();

    private static final class Shared {
        static final Context CONTEXT =
                new Context(CommandService.class, TaskService.class, LogService.class);
    }

    static Context context() {
        return Shared.CONTEXT;
    }

    /**
     * How many commands called from macros failed, wholly or for some images, since the JVM
     * started.
     */
    static int failures() {
        return FAILURES.get();
    }

    @Override
    public void run(String word) {
        var info = new Commands(context().service(CommandService.class)).named(word);
        try {
            int failed =
                    new CommandCall(context()).run(info, MacroOptions.parse(Macro.getOptions()));
            if (failed > 0) {
                FAILURES.incrementAndGet();
                IJ.log(Commands.menuLabel(info) + " " + failed + " failed; see failures.csv.");
            }
        } catch (RefusedException | CommandCall.CanceledException e) {
            // NB: a macro goes on after a command that threw; the log is where its author finds
            // out.
            FAILURES.incrementAndGet();
            IJ.log(Commands.menuLabel(info) + " " + e.getMessage());
        }
    }
}
