package org.coverslip.segment;

import org.coverslip.report.FloatMap;
import org.coverslip.tile.Placement;

/** Means of per-pixel values over squares: a small map of a plane that is never held as a whole. */
final class HeatSum {

    /** Longest side of the map. */
    private static final int MOST = 1500;

    private final int factor;
    private final int shift;
    private final int width;
    private final int height;
    private final float[][] sums;
    private final int[] counts;

    /**
     * @param width of the plane
     * @param height of the plane
     */
    HeatSum(int width, int height, int planes) {
        int f = 1;
        while ((Math.max(width, height) + f - 1) / f > MOST) f *= 2;
        factor = f;
        shift = Integer.numberOfTrailingZeros(f);
        this.width = (width + f - 1) / f;
        this.height = (height + f - 1) / f;
        sums = new float[planes][this.width * this.height];
        counts = new int[this.width * this.height];
    }

    private int index(int x, int y) {
        return (y >> shift) * width + (x >> shift);
    }

    /** Counts a pixel, and adds to its planes with {@link #add(int, int, int, float)}. */
    void count(int x, int y) {
        counts[index(x, y)]++;
    }

    void add(int plane, int x, int y, float value) {
        sums[plane][index(x, y)] += value;
    }

    /**
     * Counts the pixels of a row that are wanted.
     *
     * @param x of the first pixel
     * @param in whether they are wanted, from {@code from} on
     * @param n pixels of the row
     */
    void count(int x, int y, boolean[] in, int from, int n) {
        int row = index(0, y);
        for (int i = 0; i < n; i++) if (in[from + i]) counts[row + (x + i >> shift)]++;
    }

    /**
     * Adds a row of values, where they are wanted.
     *
     * @param plane they belong to
     * @param values the row's, from {@code at} on
     * @param inverted whether one minus each is meant
     */
    void add(
            int plane,
            int x,
            int y,
            float[] values,
            int at,
            boolean inverted,
            boolean[] in,
            int from,
            int n) {
        float[] sum = sums[plane];
        int row = index(0, y);
        for (int i = 0; i < n; i++) {
            if (!in[from + i]) continue;
            float v = values[at + i];
            sum[row + (x + i >> shift)] += inverted ? 1 - v : v;
        }
    }

    /**
     * The means; NaN where nothing was counted.
     *
     * @param placement of the plane on the image
     */
    FloatMap map(Placement placement) {
        float[][] planes = new float[sums.length][];
        for (int p = 0; p < planes.length; p++) {
            planes[p] = sums[p].clone();
            for (int i = 0; i < counts.length; i++) {
                planes[p][i] = counts[i] > 0 ? planes[p][i] / counts[i] : Float.NaN;
            }
        }
        return new FloatMap(
                width,
                height,
                planes,
                placement.scaleX() * factor,
                placement.scaleY() * factor,
                placement.offsetX(),
                placement.offsetY());
    }
}
