package org.coverslip.model.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;

/**
 * Names and values of one part of a model description, read with a check of their types. Each
 * refusal names the file, the field and what was expected.
 */
final class Fields {

    private final Path file;
    private final String at;
    private final Map<?, ?> map;

    /**
     * @param at path of this part inside the file, for example {@code inputs[0]}; empty at the top
     */
    Fields(Path file, String at, Map<?, ?> map) {
        this.file = file;
        this.at = at;
        this.map = map;
    }

    Path file() {
        return file;
    }

    Map<?, ?> map() {
        return map;
    }

    boolean has(String key) {
        return map.get(key) != null;
    }

    Object raw(String key) {
        return map.get(key);
    }

    /** Text, or a number written without quotes; absent where the field is missing or empty. */
    Optional<String> text(String key) {
        Object value = map.get(key);
        if (value == null) return Optional.empty();
        if (value instanceof Map || value instanceof List) throw refused(key, "text");
        return Optional.of(value.toString()).filter(s -> !s.isBlank());
    }

    String requireText(String key) {
        return text(key).orElseThrow(() -> refused(key, "text"));
    }

    /** A finite number. */
    Optional<Double> number(String key) {
        Object value = map.get(key);
        return value == null ? Optional.empty() : Optional.of(number(value, key));
    }

    double requireNumber(String key) {
        return number(key).orElseThrow(() -> refused(key, "a number"));
    }

    /** A number, or {@code otherwise} where the field is missing; at least 1e-12, at most 0.1. */
    double eps(String key, double otherwise) {
        double eps = number(key).orElse(otherwise);
        if (!(eps > 0 && eps <= 0.1)) throw refused(key, "a number above 0 and at most 0.1");
        return eps;
    }

    /** A whole number within bounds. */
    Optional<Integer> integer(String key, int min, int max) {
        Object value = map.get(key);
        return value == null ? Optional.empty() : Optional.of(integer(value, key, min, max));
    }

    int requireInteger(String key, int min, int max) {
        return integer(key, min, max)
                .orElseThrow(() -> refused(key, "a whole number from " + min + " to " + max));
    }

    /** One number or a list of them; empty where the field is missing. */
    List<Double> numbers(String key) {
        Object value = map.get(key);
        if (value == null) return List.of();
        List<Double> out = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object o : list) out.add(number(o, key));
            if (out.isEmpty()) throw refused(key, "at least one number");
        } else {
            out.add(number(value, key));
        }
        return out;
    }

    List<Integer> integers(String key, int min, int max) {
        List<Integer> out = new ArrayList<>();
        for (Object o : list(key)) out.add(integer(o, key, min, max));
        return out;
    }

    /** A list of short texts, or one text for a list of one; empty where the field is missing. */
    List<String> texts(String key) {
        Object value = map.get(key);
        if (value == null) return List.of();
        if (!(value instanceof List<?>)) return List.of(requireText(key));
        List<String> out = new ArrayList<>();
        for (Object o : list(key)) {
            if (o == null || o instanceof Map || o instanceof List) throw refused(key, "texts");
            out.add(o.toString());
        }
        return out;
    }

    List<?> list(String key) {
        Object value = map.get(key);
        if (value == null) return List.of();
        if (value instanceof List<?> list) return list;
        throw refused(key, "a list");
    }

    /** A part with names and values; empty of them where the field is missing. */
    Fields child(String key) {
        Object value = map.get(key);
        if (value == null) return new Fields(file, path(key), Map.of());
        if (value instanceof Map<?, ?> m) return new Fields(file, path(key), m);
        throw refused(key, "names and values");
    }

    /** A list of parts; empty where the field is missing; a single part for a list of one. */
    List<Fields> children(String key) {
        if (map.get(key) instanceof Map<?, ?>) return List.of(child(key));
        List<Fields> out = new ArrayList<>();
        int i = 0;
        for (Object o : list(key)) {
            String name = key + "[" + i++ + "]";
            if (!(o instanceof Map<?, ?> m)) throw refused(name, "names and values");
            out.add(new Fields(file, path(name), m));
        }
        return out;
    }

    private double number(Object value, String key) {
        if (value instanceof Number n) {
            double d = n.doubleValue();
            if (!Double.isNaN(d) && !Double.isInfinite(d)) return d;
        }
        throw refused(key, "a number");
    }

    private int integer(Object value, String key, int min, int max) {
        if (value instanceof Number n) {
            double d = n.doubleValue();
            if (d == Math.rint(d) && d >= min && d <= max) return (int) d;
        }
        throw refused(key, "a whole number from " + min + " to " + max);
    }

    private String path(String key) {
        return at.isEmpty() ? key : at + "." + key;
    }

    /** A refusal that names this file and field. */
    RefusedException refused(String key, String expected) {
        Object value = map.get(key);
        String found = value == null ? "is missing" : "is " + shortened(value);
        return new RefusedException(
                file,
                "field " + path(key) + " " + found + " where " + expected + " is expected",
                "correct it");
    }

    private static String shortened(Object value) {
        if (value instanceof Map) return "a mapping";
        if (value instanceof List<?> list) return "a list of " + list.size();
        String text = value.toString().replaceAll("\\s+", " ");
        return "\"" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "\"";
    }
}
