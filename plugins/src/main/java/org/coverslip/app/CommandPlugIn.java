package org.coverslip.app;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.awt.GraphicsEnvironment;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.coverslip.RefusedException;
import org.coverslip.dialog.CommandDialog;
import org.coverslip.dialog.Refusals;
import org.coverslip.keys.InputKeys;
import org.coverslip.keys.MacroOptions;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.task.TaskService;

/**
 * A Coverslip command as plain ImageJ sees it: the menu, and {@code run("Coverslip Classify...",
 * "input=... model=...")} in a macro, arrive here with the command's word as argument. In Fiji the
 * SciJava command itself is called and this class is not used.
 */
public final class CommandPlugIn implements PlugIn {

    private static final AtomicInteger FAILURES = new AtomicInteger();

    private static final class Shared {
        // NB: ImageJ gives each plugin a loader that sees all of its plugins folder, and the thread
        // one that does not.
        static final Context CONTEXT = withOwnLoader();

        private static Context withOwnLoader() {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(CommandPlugIn.class.getClassLoader());
            try {
                return new Context(
                        CommandService.class, TaskService.class, LogService.class, Refusals.class);
            } finally {
                thread.setContextClassLoader(before);
            }
        }
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
        CommandInfo info = new Commands(context().service(CommandService.class)).named(word);
        String options = Macro.getOptions();
        boolean display = !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null;
        boolean ask = display && (options == null || options.isBlank());
        String title = Commands.menuLabel(info).replace("...", "");
        try (AutoCloseable progress = display ? new ImagejProgress(context()) : () -> {}) {
            Optional<Map<String, Object>> values =
                    ask ? Optional.empty() : Optional.of(given(info, options));
            if (ask) values = asked(info);
            if (values.isEmpty()) return;
            int failed = new CommandCall(context()).call(info, values.get());
            if (failed > 0) say(title, failed + " failed; see failures.csv.", ask);
        } catch (CommandCall.CanceledException e) {
            // NB: a macro goes on after a command that threw; the log is where its author finds
            // out. Refusals have written it there, except in front of a user.
            if (ask || !e.isRefused()) say(title, e.getMessage(), ask);
            else FAILURES.incrementAndGet();
        } catch (RefusedException e) {
            FAILURES.incrementAndGet();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String title, String sentence, boolean asked) {
        FAILURES.incrementAndGet();
        if (asked) IJ.error(title, sentence);
        else IJ.log(title + ": " + sentence);
    }

    private static Map<String, Object> given(CommandInfo info, String options) {
        Map<String, String> texts = Map.of();
        try {
            texts = MacroOptions.parse(options);
            return InputKeys.read(info, texts);
        } catch (RefusedException e) {
            context().service(Refusals.class).record(info, texts, e.getMessage());
            throw e;
        }
    }

    /** The user's answers, which are remembered and recorded as Fiji does it. */
    private static Optional<Map<String, Object>> asked(CommandInfo info) {
        ModuleService modules = context().service(ModuleService.class);
        Module module = modules.createModule(info);
        modules.loadInputs(module);
        Optional<Map<String, Object>> answers = CommandDialog.ask(module);
        if (answers.isEmpty()) return answers;
        answers.get().forEach(module::setInput);
        modules.saveInputs(module);
        if (Recorder.record) {
            InputKeys.of(info)
                    .forEach(
                            (key, item) ->
                                    Recorder.recordOption(
                                            key, String.valueOf(module.getInput(item.getName()))));
        }
        return answers;
    }
}
