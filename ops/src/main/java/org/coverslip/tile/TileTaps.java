package org.coverslip.tile;

/**
 * One axis of a rescale by a triangle that is as wide as a pixel of the coarser side, as Pillow's
 * BILINEAR and TensorFlow's {@code ScaleAndTranslate} with {@code antialias}: where the target has
 * the grid of the source, pixels are copied; where it is coarser, nothing is passed over. Source
 * positions may be fractions. Where the width of the triangle is no whole number of pixels, its
 * samples lean to one side by up to 0.1 source pixel, in Pillow too.
 */
final class TileTaps {

    /** Nearer to the grid than this, a position is on it: the error is below one grey level. */
    static final double ON_GRID = 1e-4;

    private final int[] first;
    private final float[][] weights;
    private final int[] source;
    private final int low;
    private final int high;

    /** Whether all of {@link #source} is inside, one after the other. */
    private final boolean plain;

    /**
     * @param from where the target starts, in source pixels
     * @param length of the target in source pixels, above 0
     * @param n pixels of the target
     * @param axis pixels of the source
     */
    TileTaps(double from, double length, int n, int axis, EdgeRule edge) {
        double step = length / n;
        double support = Math.max(1, step);
        first = new int[n];
        weights = new float[n][];
        long start = (long) Math.floor(from + 0.5 * step - support);
        long end = (long) Math.ceil(from + (n - 0.5) * step + support);
        source = new int[Math.toIntExact(end - start + 1)];
        int min = Integer.MAX_VALUE;
        int max = -1;
        for (int i = 0; i < source.length; i++) {
            source[i] = edge.source(start + i, axis);
            if (source[i] < 0) continue;
            min = Math.min(min, source[i]);
            max = Math.max(max, source[i]);
        }
        low = min;
        high = max;
        plain = start >= 0 && end < axis;
        for (int i = 0; i < n; i++) taps(i, from + (i + 0.5) * step - 0.5, support, start);
    }

    private void taps(int i, double centre, double support, long start) {
        if (Math.abs(centre - Math.rint(centre)) < ON_GRID && support < 1 + ON_GRID) {
            first[i] = (int) (Math.round(centre) - start);
            weights[i] = new float[] {1};
            return;
        }
        int a = (int) Math.floor(centre - support) + 1;
        int b = (int) Math.ceil(centre + support) - 1;
        double[] w = new double[b - a + 1];
        double sum = 0;
        for (int k = 0; k < w.length; k++) sum += w[k] = 1 - Math.abs(a + k - centre) / support;
        first[i] = (int) (a - start);
        weights[i] = new float[w.length];
        for (int k = 0; k < w.length; k++) weights[i][k] = (float) (w[k] / sum);
    }

    /** Smallest source pixel that is read; above {@link #high()} if there is none. */
    int low() {
        return low;
    }

    /** Largest source pixel that is read; -1 if there is none. */
    int high() {
        return high;
    }

    /**
     * The weighted mean for target pixel {@code i}.
     *
     * @param values of source pixel {@code low()} at {@code at}, the next {@code stride} further
     * @param pad value outside the source
     */
    float apply(int i, float[] values, int at, int stride, float pad) {
        float[] w = weights[i];
        float sum = 0;
        if (plain) {
            int from = at + first[i] * stride;
            for (int k = 0; k < w.length; k++, from += stride) sum += w[k] * values[from];
            return sum;
        }
        for (int k = 0; k < w.length; k++) {
            int s = source[first[i] + k];
            sum += w[k] * (s < 0 ? pad : values[at + (s - low) * stride]);
        }
        return sum;
    }

    /** Pixels of the target. */
    int length() {
        return first.length;
    }
}
