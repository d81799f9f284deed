package org.coverslip.app;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.task.TaskService;

/**
 * {@code <command> key=value ...}: the commands of the menu, with the same words.
 *
 * <p>Exit codes: 0 all done; 1 some images failed, or the user stopped it; 2 the request is wrong,
 * with one line on stderr that says what and how to mend it; 3 a fault of Coverslip's own, with a
 * stack trace to report.
 */
public final class CommandLine {

    private final PrintStream out;
    private final PrintStream err;

    public CommandLine(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs one line and returns its exit code. */
    public int run(List<String> args) {
        try (Context context =
                new Context(CommandService.class, TaskService.class, LogService.class)) {
            Commands commands = new Commands(context.service(CommandService.class));
            if (args.isEmpty() || isHelp(args.get(0))) {
                new Help(commands, out).print(args.stream().skip(1).toList());
                return 0;
            }
            return run(context, commands, args);
        } catch (RefusedException e) {
            err.println(e.getMessage());
            return 2;
        } catch (CommandCall.CanceledException e) {
            err.println(e.getMessage());
            return e.isRefused() ? 2 : 1;
        } catch (RuntimeException | Error e) {
            err.println(
                    "Coverslip failed in a way it should not; please report this with the lines below.");
            e.printStackTrace(err);
            return 3;
        }
    }

    private int run(Context context, Commands commands, List<String> args) {
        var info = commands.named(args.get(0));
        Map<String, String> values = parse(args.subList(1, args.size()));
        try (ProgressLine progress = new ProgressLine(context, err)) {
            int failed = new CommandCall(context).run(info, values);
            if (failed > 0)
                progress.say(
                        failed == 1
                                ? "1 image failed; see failures.csv."
                                : failed + " images failed; see failures.csv.");
            return failed > 0 ? 1 : 0;
        }
    }

    private static boolean isHelp(String word) {
        return word.equals("help") || word.equals("-h") || word.equals("--help");
    }

    private static Map<String, String> parse(List<String> args) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 1) {
                throw new RefusedException(
                        arg, "this is not key=value", "write for example input=slides");
            }
            if (values.put(arg.substring(0, equals), arg.substring(equals + 1)) != null) {
                throw new RefusedException(arg, "this input is given twice", "give it once");
            }
        }
        return values;
    }
}
