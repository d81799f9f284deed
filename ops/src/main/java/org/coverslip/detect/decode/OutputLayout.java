package org.coverslip.detect.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What can be told of a network's outputs.
 *
 * @param shapes by name; -1 where an extent is not known before the network ran; in the order of
 *     the signature
 * @param width of the network's input in pixels
 * @param height of the network's input
 * @param classes number of labels; empty if the bundle names none
 * @param hints the bundle's own words on its decoder; empty if none
 */
public record OutputLayout(
        Map<String, long[]> shapes,
        int width,
        int height,
        OptionalInt classes,
        Map<String, Object> hints) {

    /** Whether more than the number of samples is left open, or even how many axes there are. */
    public boolean isOpen() {
        return shapes.values().stream()
                .anyMatch(s -> s.length == 0 || Arrays.stream(s).skip(1).anyMatch(n -> n < 0));
    }

    /** The shape of the only output; empty where there are more. */
    public Optional<long[]> only() {
        return shapes.size() == 1
                ? Optional.of(shapes.values().iterator().next())
                : Optional.empty();
    }

    /** Shape of the output of this name, or of one that ends in it; empty if there is none. */
    public Optional<long[]> shape(String name) {
        return name(name).map(shapes::get);
    }

    /** The output of this name, or the only one that ends in it. */
    public Optional<String> name(String end) {
        if (shapes.containsKey(end)) return Optional.of(end);
        List<String> fits = shapes.keySet().stream().filter(n -> n.endsWith(end)).toList();
        return fits.size() == 1 ? Optional.of(fits.get(0)) : Optional.empty();
    }

    /** A word of the bundle's on its decoder; empty if it says none. */
    public Optional<String> hint(String key) {
        return Optional.ofNullable(hints.get(key)).map(Object::toString);
    }

    /** Whether two outputs have as many rows, or may have: axis 1 behind the batch. */
    boolean sameRows(String one, String other) {
        long a = rows(shape(one).orElseThrow());
        long b = rows(shape(other).orElseThrow());
        return a < 0 || b < 0 || a == b;
    }

    private static long rows(long[] shape) {
        return shape.length > 1 ? shape[1] : -1;
    }

    /** As {@code boxes [1,300,4], scores [1,300]}. */
    public String text() {
        return shapes.entrySet().stream()
                .map(e -> e.getKey() + " " + Arrays.toString(e.getValue()).replace(" ", ""))
                .collect(Collectors.joining(", "));
    }

    /** Cells of grids that are the input divided by each of these steps, summed. */
    long cells(int... steps) {
        long sum = 0;
        for (int step : steps) {
            sum += (long) ((width + step - 1) / step) * ((height + step - 1) / step);
        }
        return sum;
    }
}
