package org.coverslip.synthetic;

/**
 * Gradient noise (Perlin 1985, with the quintic fade of Perlin 2002): smooth, mean 0, mostly within
 * -0.7 to 0.7, features about 1 in size.
 *
 * <p>NB: sums and products of doubles and {@link StrictMath} only, so that every platform computes
 * the same bits.
 */
final class SmoothNoise {

    private static final int DIRECTIONS = 256;
    private static final double[] GX = new double[DIRECTIONS];
    private static final double[] GY = new double[DIRECTIONS];

    static {
        for (int i = 0; i < DIRECTIONS; i++) {
            GX[i] = StrictMath.cos(2 * Math.PI * i / DIRECTIONS);
            GY[i] = StrictMath.sin(2 * Math.PI * i / DIRECTIONS);
        }
    }

    private final int seed;
    private final int mask;

    SmoothNoise(long seed, int salt) {
        this(seed, salt, -1);
    }

    private SmoothNoise(long seed, int salt, int mask) {
        this.seed = (int) Counter.mix(Counter.mix(seed) + salt);
        this.mask = mask;
    }

    /**
     * Noise that repeats.
     *
     * @param period a power of two
     */
    static SmoothNoise periodic(long seed, int salt, int period) {
        return new SmoothNoise(seed, salt, period - 1);
    }

    double at(double x, double y) {
        double fx = Math.floor(x);
        double fy = Math.floor(y);
        int ix = (int) fx;
        int iy = (int) fy;
        double dx = x - fx;
        double dy = y - fy;
        double u = fade(dx);
        double top = mix(u, corner(ix, iy, dx, dy), corner(ix + 1, iy, dx - 1, dy));
        double bottom =
                mix(u, corner(ix, iy + 1, dx, dy - 1), corner(ix + 1, iy + 1, dx - 1, dy - 1));
        return mix(fade(dy), top, bottom);
    }

    /** Octaves of falling amplitude (one half each), scaled to about the range of one. */
    double at(double x, double y, int octaves) {
        double sum = 0;
        double weight = 1;
        for (int i = 0; i < octaves; i++) {
            // NB: the shift keeps the zeros of the octaves, which lie on whole numbers, apart.
            sum += weight * at(x + 17.3 * i, y - 9.7 * i);
            x *= 2;
            y *= 2;
            weight *= 0.5;
        }
        return sum / 1.4;
    }

    private double corner(int ix, int iy, double dx, double dy) {
        int h = seed ^ (ix & mask) * 0x9E3779B1 ^ (iy & mask) * 0x85EBCA77;
        h = (h ^ h >>> 15) * 0x2C1B3C6D;
        h = (h ^ h >>> 12) * 0x297A2D39;
        int i = h >>> 24;
        return GX[i] * dx + GY[i] * dy;
    }

    private static double fade(double t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }

    private static double mix(double t, double a, double b) {
        return a + t * (b - a);
    }
}
