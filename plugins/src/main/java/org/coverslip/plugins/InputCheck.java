package org.coverslip.plugins;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleItem;

/**
 * Holds the values of a command's inputs against what its {@code @Parameter}s declare.
 *
 * <p>NB: SciJava's dialogs enforce {@code min}, {@code max} and {@code choices}, but macros,
 * scripts and the command line pass any value through, so every command asks here before it starts.
 */
public final class InputCheck {

    private InputCheck() {}

    /**
     * @throws RefusedException with one sentence for the first value that does not fit
     */
    static void check(Command command) {
        CommandInfo info = new CommandInfo(command.getClass());
        CommandModule module = new CommandModule(info, command);
        for (ModuleItem<?> input : info.inputs()) {
            check(input, module.getInput(input.getName()));
        }
    }

    /**
     * Checks one value against what its input declares.
     *
     * @throws RefusedException with one sentence if it does not fit
     */
    public static void check(ModuleItem<?> input, Object value) {
        String name = input.getName();
        boolean empty = value == null || value.toString().isBlank();
        if (empty) {
            if (!input.isRequired()) return;
            throw new RefusedException(
                    name, "it is missing", "give " + name + "=<" + meaning(input) + ">");
        }
        List<?> choices = input.getChoices();
        if (choices != null && !choices.isEmpty() && !choices.contains(value)) {
            String known = choices.stream().map(Object::toString).collect(Collectors.joining(", "));
            throw new RefusedException(
                    name + "=" + value, "this is not a choice", "use one of " + known);
        }
        if (value instanceof Number number) checkRange(input, number);
    }

    private static void checkRange(ModuleItem<?> input, Number given) {
        double value = given.doubleValue();
        Object min = input.getMinimumValue();
        Object max = input.getMaximumValue();
        boolean low = min instanceof Number m && value < m.doubleValue();
        boolean high = max instanceof Number m && value > m.doubleValue();
        if (low || high || Double.isNaN(value)) {
            String range =
                    Arrays.asList(min, max).stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(" to "));
            throw new RefusedException(
                    input.getName() + "=" + given,
                    "this is out of range",
                    "use " + range.replace("null", "any"));
        }
    }

    private static String meaning(ModuleItem<?> input) {
        String text = input.getDescription();
        if (text == null || text.isBlank()) return input.getName();
        String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }
}
