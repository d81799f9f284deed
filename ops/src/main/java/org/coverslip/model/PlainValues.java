package org.coverslip.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON-like values in one form, so that they compare equal wherever they come from: whole numbers
 * as {@code Long}, others as {@code Double}, keys as text, nothing that can be changed.
 */
final class PlainValues {

    private PlainValues() {}

    static Map<String, Object> map(Map<?, ?> values) {
        Map<String, Object> out = new LinkedHashMap<>();
        values.forEach((k, v) -> out.put(String.valueOf(k), of(v)));
        return Collections.unmodifiableMap(out);
    }

    private static Object of(Object value) {
        if (value instanceof Map<?, ?> map) return map(map);
        if (value instanceof List<?> list) {
            List<Object> out = new ArrayList<>();
            for (Object o : list) out.add(of(o));
            return Collections.unmodifiableList(out);
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float f) return f.doubleValue();
        return value;
    }
}
