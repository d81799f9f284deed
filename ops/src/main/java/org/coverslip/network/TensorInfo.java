package org.coverslip.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A named input or output of a network, before any value is known.
 *
 * @param name the key of the signature, as the model's author wrote it
 * @param type what its elements are
 * @param shape extent per axis, -1 where the model accepts any; {@code null} where even the rank is
 *     unknown
 */
public record TensorInfo(String name, ElementType type, List<Long> shape) {

    public TensorInfo {
        shape = shape == null ? null : List.copyOf(shape);
    }

    public static TensorInfo of(String name, ElementType type, long... shape) {
        return new TensorInfo(name, type, Arrays.stream(shape).boxed().toList());
    }

    /** The shape as {@code [?,224,224,3]}, or {@code [unknown rank]}. */
    public String shapeText() {
        return shape == null
                ? "[unknown rank]"
                : shape.stream()
                        .map(n -> n < 0 ? "?" : n.toString())
                        .collect(Collectors.joining(",", "[", "]"));
    }

    /** Whether a tensor of this shape can be fed or fetched here. */
    public boolean accepts(long... actual) {
        if (shape == null) return true;
        if (shape.size() != actual.length) return false;
        for (int i = 0; i < actual.length; i++) {
            if (shape.get(i) >= 0 && shape.get(i) != actual[i]) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return name + " " + type.name().toLowerCase(java.util.Locale.ROOT) + " " + shapeText();
    }
}
