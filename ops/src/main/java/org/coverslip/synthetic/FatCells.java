package org.coverslip.synthetic;

/** Fat cells: the Voronoi cells of jittered points, empty but for their walls. */
final class FatCells {

    private static final double PITCH = 52;
    private static final double JITTER = 0.3;

    private final long seed;

    FatCells(long seed) {
        this.seed = seed;
    }

    /** Distance from a place to the nearest wall, um; all lengths in um. */
    double wall(double x, double y) {
        long i = (long) Math.floor(x / PITCH);
        long j = (long) Math.floor(y / PITCH);
        double first = Double.MAX_VALUE;
        double second = Double.MAX_VALUE;
        for (long cj = j - 1; cj <= j + 1; cj++) {
            for (long ci = i - 1; ci <= i + 1; ci++) {
                double dx = px(ci, cj) - x;
                double dy = py(ci, cj) - y;
                double d = dx * dx + dy * dy;
                if (d < first) {
                    second = first;
                    first = d;
                } else if (d < second) {
                    second = d;
                }
            }
        }
        return (Math.sqrt(second) - Math.sqrt(first)) / 2;
    }

    /** Middle of the wall between cell (i, j) and its right neighbour, and its angle; um. */
    double[] between(long i, long j) {
        double dx = px(i + 1, j) - px(i, j);
        double dy = py(i + 1, j) - py(i, j);
        double angle = StrictMath.atan2(dy, dx) + Math.PI / 2;
        return new double[] {px(i, j) + dx / 2, py(i, j) + dy / 2, angle};
    }

    static double pitch() {
        return PITCH;
    }

    private double px(long i, long j) {
        return (i + 0.5 + JITTER * signed(i, j, 0)) * PITCH;
    }

    private double py(long i, long j) {
        return (j + 0.5 + JITTER * signed(i, j, 1)) * PITCH;
    }

    /** NB: a cheap hash, drawn for 18 numbers per pixel. */
    private double signed(long i, long j, int axis) {
        long z = (seed + i * 0x9E3779B97F4A7C15L) ^ (j + axis * 77L) * 0xD1B54A32D192ED03L;
        z = (z ^ z >>> 32) * 0xBF58476D1CE4E5B9L;
        return (int) (z >>> 32) * 0x1p-31;
    }
}
