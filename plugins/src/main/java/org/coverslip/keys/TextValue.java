package org.coverslip.keys;

import java.util.Locale;
import org.coverslip.RefusedException;

/**
 * Reads one value from text, strictly: what cannot be read is refused, never replaced by a default.
 */
public final class TextValue {

    private TextValue() {}

    /** Whether an input of this type can be written in a macro and on the command line. */
    public static boolean canParse(Class<?> type) {
        return type == String.class
                || type == boolean.class
                || type == Boolean.class
                || type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || type == double.class
                || type == Double.class;
    }

    /**
     * @param key as the user knows the input, for the message
     * @param type one that {@link #canParse} accepts
     * @throws RefusedException if the text is no value of this type
     */
    public static Object parse(String key, String text, Class<?> type) {
        if (type == String.class) return text;
        String value = text.strip();
        try {
            if (type == boolean.class || type == Boolean.class) return truth(key, value);
            if (type == int.class || type == Integer.class) return Integer.valueOf(value);
            if (type == long.class || type == Long.class) return Long.valueOf(value);
            return number(value);
        } catch (NumberFormatException e) {
            boolean fraction = type == double.class || type == Double.class;
            throw new RefusedException(
                    key + "=" + text,
                    "this is not a " + (fraction ? "number" : "whole number"),
                    fraction ? "write it like 0.5" : "write it like 8",
                    e);
        }
    }

    private static double number(String value) {
        double number = Double.parseDouble(value);
        if (!Double.isFinite(number)) throw new NumberFormatException(value);
        return number;
    }

    private static boolean truth(String key, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default ->
                    throw new RefusedException(
                            key + "=" + value,
                            "this is neither true nor false",
                            "write " + key + "=true or leave it away");
        };
    }
}
