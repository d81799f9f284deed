package org.coverslip.train.loop;

/** Seeds that follow from others, so that every draw can be repeated without drawing the rest. */
public final class Seeds {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * A seed for place {@code i} below {@code seed}, by the finaliser of SplitMix64 (Steele, Lea
     * and Flood 2014).
     */
    public static long of(long seed, long i) {
        long z = mix(seed + GOLDEN) + (i + 1) * GOLDEN;
        return mix(z);
    }

    private static long mix(long v) {
        long z = (v ^ (v >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
