package org.coverslip.dialog;

import java.util.Set;
import org.coverslip.keys.InputKeys;
import org.scijava.module.ModuleItem;

/** How an input is shown. */
enum FieldKind {
    FLAG,
    CHOICE,
    NUMBER,
    TEXT,
    /** Text, with what the model has to offer beside it. */
    SUGGESTED,
    /** An existing file or folder. */
    PATH,
    /** A file or folder that is written. */
    TARGET;

    private static final Set<String> READ = Set.of("open", "both");
    private static final Set<String> WRITTEN = Set.of("save", Refusals.RUN_FOLDER);

    /**
     * As the input's type, choices and style say: {@code open} and {@code both} are paths to read,
     * {@code save} and {@code directory} paths to write. The names that all operations share are
     * paths without that.
     */
    static FieldKind of(ModuleItem<?> item) {
        Class<?> type = item.getType();
        if (type == boolean.class || type == Boolean.class) return FLAG;
        if (item.getChoices() != null && !item.getChoices().isEmpty()) return CHOICE;
        if (type != String.class) return NUMBER;
        String style = item.getWidgetStyle() == null ? "" : item.getWidgetStyle();
        String key = InputKeys.key(item);
        if (READ.contains(style) || key.equals("input") || key.equals("model")) return PATH;
        if (WRITTEN.contains(style) || key.equals("output")) return TARGET;
        return ModelFacts.fills(key) ? SUGGESTED : TEXT;
    }

    boolean isPath() {
        return this == PATH || this == TARGET;
    }
}
