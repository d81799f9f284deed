package org.coverslip.model.format;

import java.util.Locale;
import java.util.Set;
import org.coverslip.network.ElementType;

/** Names of element types as bioimage.io writes them. */
final class ElementTypes {

    private static final Set<String> OTHERS = Set.of("uint32", "uint64");

    private ElementTypes() {}

    /**
     * @throws org.coverslip.RefusedException if the field is missing or no type
     */
    static ElementType read(Fields fields, String key) {
        String name = fields.requireText(key).toLowerCase(Locale.ROOT);
        if (OTHERS.contains(name)) return ElementType.UNSUPPORTED;
        for (ElementType type : ElementType.values()) {
            if (type != ElementType.UNSUPPORTED && name(type).equals(name)) return type;
        }
        throw fields.refused(key, "a type such as float32 or uint8");
    }

    /** As {@code float32}. */
    static String name(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
