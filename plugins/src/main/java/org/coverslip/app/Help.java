package org.coverslip.app;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.coverslip.keys.InputKeys;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

/** Prints what the commands are and take, from their own {@code @Parameter}s. */
final class Help {

    private final Commands commands;
    private final PrintStream out;

    Help(Commands commands, PrintStream out) {
        this.commands = commands;
        this.out = out;
    }

    /**
     * @param words empty for the list of commands, or the command to explain
     */
    void print(List<String> words) {
        if (words.isEmpty()) overview();
        else explain(commands.named(words.get(0)));
    }

    private void overview() {
        out.println("Coverslip: deep learning laid over a slide.");
        out.println();
        out.println("  java -jar coverslip.jar <command> key=value ...");
        out.println("  java -jar coverslip.jar help <command>");
        out.println();
        for (CommandInfo info : commands.all()) {
            out.printf("  %-14s %s%n", info.getName(), info.getDescription());
        }
        out.println();
        out.println(
                "Exit code 0: all done; 1: some images failed (see failures.csv); 2: the request is wrong.");
    }

    private void explain(CommandInfo info) {
        out.println(info.getName() + ": " + info.getDescription());
        String label = Commands.menuLabel(info);
        if (!label.isEmpty()) {
            out.println(
                    "In ImageJ: "
                            + info.getMenuPath()
                                    .getMenuString()
                                    .replace(">", " > ")
                                    .replaceAll(" +", " "));
            out.println("In a macro: run(\"" + label + "\", \"key=value ...\");");
        }
        out.println();
        InputKeys.of(info)
                .forEach((key, input) -> out.printf("  %-10s %s%n", key, describe(input)));
    }

    private static String describe(ModuleItem<?> input) {
        StringBuilder text =
                new StringBuilder(input.getDescription() == null ? "" : input.getDescription());
        if (input.getChoices() != null && !input.getChoices().isEmpty()) {
            text.append(
                    input.getChoices().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", ", " One of ", ".")));
        }
        Object initial = input.getDefaultValue();
        if (input.isRequired() && initial == null) text.append(" Required.");
        else if (initial != null && !initial.toString().isEmpty())
            text.append(" Default: ").append(initial).append('.');
        return text.toString().strip();
    }
}
