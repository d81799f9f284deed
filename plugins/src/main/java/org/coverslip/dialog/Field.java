package org.coverslip.dialog;

import java.util.List;
import org.coverslip.keys.InputKeys;
import org.scijava.module.ModuleItem;

/**
 * One input as the dialog shows it.
 *
 * @param key in macros
 * @param name of the field in the command
 * @param label in front of it
 * @param help what it means, a sentence
 * @param kind how it is shown
 * @param choices of a {@link FieldKind#CHOICE} that are always there
 */
record Field(
        String key, String name, String label, String help, FieldKind kind, List<String> choices) {

    static Field of(ModuleItem<?> item) {
        List<?> choices = item.getChoices() == null ? List.of() : item.getChoices();
        String label = item.getLabel();
        return new Field(
                InputKeys.key(item),
                item.getName(),
                label == null || label.isEmpty() ? item.getName() : label,
                item.getDescription() == null ? "" : item.getDescription(),
                FieldKind.of(item),
                choices.stream().map(Object::toString).toList());
    }
}
