package org.coverslip.train.loop;

/** Where samples come from. Asked by several threads at once. */
public interface Samples {

    /** How many there are; at least 1. */
    int size();

    /**
     * One sample; all of a source have the same names and shapes.
     *
     * @param index 0 to {@link #size()} - 1
     * @param seed of everything that is drawn by chance: the same index and seed give the same
     *     numbers, whichever thread asks
     */
    Sample get(int index, long seed);
}
