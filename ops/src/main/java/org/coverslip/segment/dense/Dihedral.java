package org.coverslip.segment.dense;

import org.coverslip.model.step.TensorBlock;

/**
 * The eight ways to lay a square tile: mirrored or not, turned by quarters. For test-time
 * augmentation: tissue has no up and down, so that the mean over all of them is a better answer.
 *
 * @param index 0 to 7; bit 0 mirrors x, bit 1 mirrors y, bit 2 exchanges x and y first
 */
record Dihedral(int index) {

    static final int COUNT = 8;

    /** How many there are for tiles of this shape: without exchanging axes if not square. */
    static int count(int width, int height) {
        return width == height ? COUNT : 4;
    }

    /** The tile laid this way. */
    TensorBlock apply(TensorBlock block) {
        int ix = block.axes().indexOf('x');
        int iy = block.axes().indexOf('y');
        int w = block.shape()[ix];
        int h = block.shape()[iy];
        int sx = stride(block, ix);
        int sy = stride(block, iy);
        float[] from = block.data();
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) {
            int x = i / sx % w;
            int y = i / sy % h;
            to[i] = from[i - x * sx - y * sy + sourceX(x, y, w, h) * sx + sourceY(x, y, w, h) * sy];
        }
        return new TensorBlock(to, block.shape(), block.axes());
    }

    private static int stride(TensorBlock block, int axis) {
        int n = 1;
        for (int k = axis + 1; k < block.shape().length; k++) n *= block.shape()[k];
        return n;
    }

    private int sourceX(int x, int y, int w, int h) {
        int at = (index & 4) != 0 ? y : x;
        return (index & 1) != 0 ? w - 1 - at : at;
    }

    private int sourceY(int x, int y, int w, int h) {
        int at = (index & 4) != 0 ? x : y;
        return (index & 2) != 0 ? h - 1 - at : at;
    }

    /**
     * Lays planes back and adds them to a sum.
     *
     * @param planes [plane][y][x] of a tile that was laid this way
     */
    void addBack(float[] planes, int w, int h, float[] sum) {
        int n = planes.length / (w * h);
        for (int p = 0; p < n; p++) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    int to = (p * h + sourceY(x, y, w, h)) * w + sourceX(x, y, w, h);
                    sum[to] += planes[(p * h + y) * w + x];
                }
            }
        }
    }
}
