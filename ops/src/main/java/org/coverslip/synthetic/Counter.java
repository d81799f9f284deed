package org.coverslip.synthetic;

/**
 * Randomness from a key and a counter, not from a running stream: the finalizer of SplitMix64
 * (Steele, Lea and Flood 2014) over the key. Whoever asks for the same key gets the same draws.
 */
final class Counter {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Counter(long state) {
        this.state = state;
    }

    /**
     * The draws that belong to an item, such as a nucleus at cell (i, j) of lattice {@code salt}.
     */
    static Counter of(long seed, long salt, long i, long j) {
        return new Counter(mix(mix(mix(seed + salt * GOLDEN) + i) + j));
    }

    static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double next() {
        return (bits() >>> 11) * 0x1p-53;
    }

    /** Uniform in [from, to). */
    double next(double from, double to) {
        return from + (to - from) * next();
    }
}
