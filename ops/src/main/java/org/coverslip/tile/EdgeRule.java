package org.coverslip.tile;

/** What a tile shows where it reaches beyond the slide. */
public sealed interface EdgeRule {

    /**
     * The slide mirrored at the centres of its outermost pixels, which are not repeated: {@code c b
     * | a b c}, as NumPy's {@code reflect}. Tiles of any size.
     */
    record Reflect() implements EdgeRule {}

    /** One value in all channels, in stored units. */
    record Pad(double value) implements EdgeRule {}

    /**
     * The pixel that stands for position {@code i} of an axis.
     *
     * @param i any position
     * @param length pixels of the axis, at least 1
     * @return 0 to {@code length - 1}; -1 for padding
     */
    default int source(long i, int length) {
        if (i >= 0 && i < length) return (int) i;
        if (this instanceof Pad) return -1;
        if (length == 1) return 0;
        long period = 2L * (length - 1);
        long at = Math.floorMod(i, period);
        return (int) (at < length ? at : period - at);
    }
}
