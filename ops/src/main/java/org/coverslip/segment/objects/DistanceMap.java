package org.coverslip.segment.objects;

import java.util.Arrays;

/**
 * Exact Euclidean distance of an object's pixels to the nearest pixel that is not its own, in
 * pixels. Source: Felzenszwalb and Huttenlocher 2012, "Distance transforms of sampled functions".
 */
final class DistanceMap {

    private static final float FAR = 1e12f;

    private DistanceMap() {}

    /**
     * @return [y][x] over the mask's box; beyond the box nothing belongs to the object
     */
    static float[] of(ObjectMask mask) {
        int w = mask.width() + 2;
        int h = mask.height() + 2;
        float[] d = new float[w * h];
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (mask.on()[y * mask.width() + x]) d[(y + 1) * w + x + 1] = FAR;
            }
        }
        int n = Math.max(w, h);
        float[] f = new float[n];
        float[] out = new float[n];
        int[] v = new int[n];
        float[] z = new float[n + 1];
        for (int x = 0; x < w; x++) {
            for (int y = 0; y < h; y++) f[y] = d[y * w + x];
            line(f, h, out, v, z);
            for (int y = 0; y < h; y++) d[y * w + x] = out[y];
        }
        for (int y = 0; y < h; y++) {
            System.arraycopy(d, y * w, f, 0, w);
            line(f, w, out, v, z);
            System.arraycopy(out, 0, d, y * w, w);
        }
        float[] inner = new float[mask.width() * mask.height()];
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                inner[y * mask.width() + x] = (float) Math.sqrt(d[(y + 1) * w + x + 1]);
            }
        }
        return inner;
    }

    /** Lower envelope of parabolas along one line. */
    private static void line(float[] f, int n, float[] out, int[] v, float[] z) {
        Arrays.fill(z, 0);
        int k = 0;
        v[0] = 0;
        z[0] = Float.NEGATIVE_INFINITY;
        z[1] = Float.POSITIVE_INFINITY;
        for (int q = 1; q < n; q++) {
            float s = crossing(f, q, v[k]);
            while (s <= z[k]) s = crossing(f, q, v[--k]);
            v[++k] = q;
            z[k] = s;
            z[k + 1] = Float.POSITIVE_INFINITY;
        }
        k = 0;
        for (int q = 0; q < n; q++) {
            while (z[k + 1] < q) k++;
            float dx = q - v[k];
            out[q] = dx * dx + f[v[k]];
        }
    }

    private static float crossing(float[] f, int q, int p) {
        double a = f[q] + (double) q * q;
        double b = f[p] + (double) p * p;
        return (float) ((a - b) / (2.0 * (q - p)));
    }
}
