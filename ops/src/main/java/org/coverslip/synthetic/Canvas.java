package org.coverslip.synthetic;

import java.util.Arrays;

/**
 * A rectangle of a slide while it is painted: amounts of the two stains, and the truth per pixel.
 * Reused from one rectangle to the next, since its arrays are large.
 */
final class Canvas {

    int x;
    int y;
    int w;
    int h;

    /** Optical amounts, row by row. */
    float[] haematoxylin = new float[0];

    float[] eosin = new float[0];

    /** {@link Region} ordinals. */
    byte[] regions = new byte[0];

    /** 0, or 1 + index of the nucleus; {@code null} where nobody asks for it. */
    int[] nuclei;

    void clear(int left, int top, int width, int height, boolean withNuclei) {
        x = left;
        y = top;
        w = width;
        h = height;
        int n = Math.multiplyExact(width, height);
        if (haematoxylin.length < n) {
            haematoxylin = new float[n];
            eosin = new float[n];
            regions = new byte[n];
        } else {
            Arrays.fill(haematoxylin, 0, n, 0);
            Arrays.fill(eosin, 0, n, 0);
            Arrays.fill(regions, 0, n, (byte) 0);
        }
        nuclei = withNuclei ? new int[n] : null;
    }
}
