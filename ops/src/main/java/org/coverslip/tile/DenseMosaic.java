package org.coverslip.tile;

import java.util.Arrays;

/**
 * Blends tiles of per-pixel values into a plane that may be larger than the memory: rows that no
 * later tile reaches are handed on and forgotten. Memory: one row of tiles of a strip.
 *
 * <p>Where no tile was put, values are NaN. Not for several threads at once.
 */
public final class DenseMosaic {

    private final DenseGrid grid;
    private final int planes;
    private final Sink sink;
    private final int tileWidth;
    private final int tileHeight;
    private final StripWalk walk;
    private int width;
    private float[][] sums;
    private float[] weights;

    /** Takes finished parts of the plane. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param x left edge, output pixels
         * @param y upper edge
         * @param values [plane][h * w], row by row; overwritten after the call
         */
        void block(int x, int y, int w, int h, float[][] values);
    }

    /**
     * @param planes values per pixel
     * @param sink is called strip by strip, from top to bottom, without gaps
     */
    public DenseMosaic(DenseGrid grid, int planes, Sink sink) {
        this.grid = grid;
        this.planes = planes;
        this.sink = sink;
        tileWidth = grid.xs().tile();
        tileHeight = grid.ys().tile();
        walk = new StripWalk(grid.ys(), grid.strips(), this::begin, this::done);
    }

    /**
     * Adds a tile, in the order of the grid.
     *
     * @param values [plane][y][x] as one array
     */
    public void put(DenseGrid.Place place, float[] values) {
        walk.to(place.strip(), place.row());
        float[] wy = grid.ys().weights(place.row());
        float[] wx = grid.xs().weights(place.column());
        int left = grid.xs().origin(place.column()) - walk.left();
        // NB: columns that have no weight stand at the sides only; skipping them here keeps a NaN
        // of a tile's rim out of the sums and the loops below free of branches.
        int x0 = Math.max(Math.max(0, -left), firstPositive(wx));
        int x1 = Math.min(Math.min(tileWidth, width - left), endPositive(wx));
        float[] w = new float[tileWidth];
        for (int y = 0; y < tileHeight; y++) {
            if (wy[y] == 0) continue;
            for (int x = x0; x < x1; x++) w[x] = wy[y] * wx[x];
            int to = y * width + left;
            add(w, 0, null, weights, to, x0, x1);
            for (int p = 0; p < planes; p++) {
                add(w, (p * tileHeight + y) * tileWidth, values, sums[p], to, x0, x1);
            }
        }
    }

    private static int firstPositive(float[] weights) {
        int i = 0;
        while (i < weights.length && weights[i] <= 0) i++;
        return i;
    }

    private static int endPositive(float[] weights) {
        int i = weights.length;
        while (i > 0 && weights[i - 1] <= 0) i--;
        return i;
    }

    /**
     * @param values null for 1
     */
    private static void add(
            float[] w, int at, float[] values, float[] sum, int to, int x0, int x1) {
        if (values == null) for (int x = x0; x < x1; x++) sum[to + x] += w[x];
        else for (int x = x0; x < x1; x++) sum[to + x] += w[x] * values[at + x];
    }

    /** Hands on all that is left. */
    public void finish() {
        walk.toEnd();
    }

    private void begin(int columns) {
        width = columns;
        int size = Math.multiplyExact(width, tileHeight);
        if (weights != null && weights.length == size) {
            Arrays.fill(weights, 0);
            for (float[] sum : sums) Arrays.fill(sum, 0);
            return;
        }
        weights = null;
        sums = null;
        weights = new float[size];
        sums = new float[planes][size];
    }

    private void done(int left, int top, int rows) {
        int size = rows * width;
        // NB: where there is no weight, 0 / 0 is the NaN that is promised.
        for (float[] sum : sums) for (int i = 0; i < size; i++) sum[i] /= weights[i];
        sink.block(left, top, width, rows, sums);
        int rest = weights.length - size;
        for (float[] sum : sums) shift(sum, size, rest);
        shift(weights, size, rest);
    }

    private static void shift(float[] values, int by, int rest) {
        System.arraycopy(values, by, values, 0, rest);
        Arrays.fill(values, rest, values.length, 0);
    }
}
