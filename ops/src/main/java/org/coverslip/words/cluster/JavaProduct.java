package org.coverslip.words.cluster;

/** A {@link Products.Product} in Java: rows are turned to columns tile by tile, then multiplied. */
final class JavaProduct implements Products.Product {

    /** Numbers per tile: 64 columns of a block are 256 KB, which a core's cache holds. */
    private static final int TILE = 64;

    private final float[] matrix;
    private final int count;
    private final int width;
    private final ThreadLocal<float[][]> tiles =
            ThreadLocal.withInitial(() -> new float[TILE][Products.BLOCK]);

    JavaProduct(float[] matrix, int count, int width) {
        this.matrix = matrix;
        this.count = count;
        this.width = width;
    }

    @Override
    public void times(float[] rows, int n, float[][] out) {
        if (out.length != count)
            throw new IllegalArgumentException(out.length + " rows for " + count);
        float[][] tile = tiles.get();
        Kernel.clear(out, n);
        for (int t = 0; t < width; t += TILE) {
            int w = Math.min(TILE, width - t);
            for (int p = 0; p < n; p += 16)
                for (int s = 0; s < w; s += 16)
                    transpose(rows, width, t, p, Math.min(p + 16, n), s, Math.min(s + 16, w), tile);
            Kernel.add(tile, 0, w, n, matrix, width, t, out);
        }
    }

    private static void transpose(
            float[] rows, int width, int t, int p0, int p1, int s0, int s1, float[][] tile) {
        for (int s = s0; s < s1; s++) {
            float[] column = tile[s];
            for (int p = p0; p < p1; p++) column[p] = rows[p * width + t + s];
        }
    }
}
