package org.coverslip.segment;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How much was looked at, and how much of it and how many objects each class has. Sizes are numbers
 * of pixels of the output, or of voxels.
 */
final class Tally {

    final long[] sizes;
    final long[] objects;
    long analysed;

    /**
     * @param classes how many
     */
    Tally(int classes) {
        sizes = new long[classes];
        objects = new long[classes];
    }

    /** One for each of so many regions. */
    static List<Tally> list(int regions, int classes) {
        return IntStream.range(0, regions).mapToObj(r -> new Tally(classes)).toList();
    }

    void add(Tally other) {
        add(other.analysed, other.sizes);
        sum(objects, other.objects);
    }

    /** Adds what was looked at and its classes, without objects. */
    void add(long moreAnalysed, long[] moreSizes) {
        analysed += moreAnalysed;
        sum(sizes, moreSizes);
    }

    private static void sum(long[] into, long[] values) {
        for (int i = 0; i < into.length; i++) into[i] += values[i];
    }
}
