package org.coverslip.dialog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.keys.InputKeys;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/**
 * The inputs of a command while somebody fills them: their texts, and what is to be said of each.
 * It knows no window. Thread-safe.
 */
final class CommandForm {

    private final ModuleInfo command;
    private final Map<String, ModuleItem<?>> items;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Note> found = new HashMap<>();
    private ModelFacts facts = ModelFacts.NONE;
    private Note plan = Note.NONE;

    private CommandForm(ModuleInfo command) {
        this.command = command;
        this.items = InputKeys.of(command);
    }

    /** A form of the inputs that are not resolved yet, with the values they have. */
    static CommandForm of(Module module) {
        CommandForm form = new CommandForm(module.getInfo());
        form.items.forEach(
                (key, item) -> {
                    if (module.isInputResolved(item.getName())) return;
                    Object value = module.getInput(item.getName());
                    form.fields.add(Field.of(item));
                    form.texts.put(key, value == null ? "" : value.toString());
                });
        return form;
    }

    ModuleInfo command() {
        return command;
    }

    List<Field> fields() {
        return fields;
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }

    synchronized String text(String key) {
        return texts.getOrDefault(key, "");
    }

    synchronized void set(String key, String text) {
        if (text.equals(texts.put(key, text))) return;
        // NB: what was found for other values holds no longer.
        found.clear();
        plan = Note.NONE;
    }

    /** All texts, by key. */
    synchronized Map<String, String> texts() {
        return new LinkedHashMap<>(texts);
    }

    /** What the model has to offer for a field; empty while that is not known. */
    synchronized List<String> suggestions(Field field) {
        return facts.suggestions(field.key());
    }

    /** What to say beside a field. */
    synchronized Note note(Field field) {
        Note quick = FieldRules.check(field, items.get(field.key()), text(field.key()));
        return quick.fault() ? quick : found.getOrDefault(field.key(), quick);
    }

    /** What will be done, once it is known. */
    synchronized Note plan() {
        return plan;
    }

    boolean isReady() {
        return fields.stream().noneMatch(field -> note(field).fault());
    }

    /**
     * Takes over what was found out by reading files.
     *
     * @param asked the texts it was found out for; nothing is taken if they have changed since
     * @return whether it was taken
     */
    synchronized boolean found(Map<String, String> asked, Forecast.Findings findings) {
        if (!asked.equals(texts)) return false;
        facts = findings.facts();
        found.clear();
        found.putAll(findings.notes());
        plan = findings.plan();
        return true;
    }

    /** The values by field name. */
    Map<String, Object> values() {
        return InputKeys.read(command, texts());
    }
}
