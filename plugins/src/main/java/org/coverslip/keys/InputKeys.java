package org.coverslip.keys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.coverslip.RefusedException;
import org.scijava.ItemVisibility;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/** The inputs of a command as macros and the command line name them. */
public final class InputKeys {

    private InputKeys() {}

    /** The inputs a user can give, by key, in the order of the command's fields. */
    public static Map<String, ModuleItem<?>> of(ModuleInfo command) {
        Map<String, ModuleItem<?>> inputs = new LinkedHashMap<>();
        for (ModuleItem<?> item : command.inputs()) {
            boolean message = item.getVisibility() == ItemVisibility.MESSAGE;
            if (!message && TextValue.canParse(item.getType())) inputs.put(key(item), item);
        }
        return inputs;
    }

    /** The field's name in lower case: what SciJava looks for in a macro's options. */
    public static String key(ModuleItem<?> item) {
        return item.getName().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads texts as values of a command's inputs.
     *
     * @param texts by key
     * @return by field name; only what was given
     * @throws RefusedException for an unknown key, naming the nearest one, and for a value that
     *     cannot be read
     */
    public static Map<String, Object> read(ModuleInfo command, Map<String, String> texts) {
        Map<String, ModuleItem<?>> inputs = of(command);
        Map<String, Object> values = new LinkedHashMap<>();
        texts.forEach(
                (key, text) -> {
                    ModuleItem<?> input = inputs.get(key);
                    if (input == null) throw unknown(command, key, List.copyOf(inputs.keySet()));
                    values.put(input.getName(), TextValue.parse(key, text, input.getType()));
                });
        return values;
    }

    private static RefusedException unknown(ModuleInfo command, String key, List<String> known) {
        return new RefusedException(
                key,
                command.getName() + " has no such input",
                "did you mean "
                        + Nearest.to(key, known)
                        + "? It takes "
                        + String.join(", ", known));
    }
}
