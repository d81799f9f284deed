package org.coverslip.classify;

import java.util.Arrays;

/**
 * How the tiles of a slide become numbers for the slide, per label.
 *
 * @param mean over all tiles
 * @param max of all tiles
 * @param topMean mean of the {@value #TOP} most probable tiles, or of all if there are fewer: less
 *     at the mercy of one odd tile than the maximum
 * @param above part of the tiles at or above {@value #THRESHOLD}
 */
record SlideScores(double mean, double max, double topMean, double above) {

    static final int TOP = 10;
    static final double THRESHOLD = 0.5;

    /**
     * @param values one per tile; NaN for tiles that failed, which do not count; all NaN gives NaN
     */
    static SlideScores of(float[] values) {
        float[] sorted = new float[values.length];
        int n = 0;
        int above = 0;
        double sum = 0;
        for (float v : values) {
            if (Float.isNaN(v)) continue;
            sorted[n++] = v;
            sum += v;
            if (v >= THRESHOLD) above++;
        }
        if (n == 0) return new SlideScores(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        Arrays.sort(sorted, 0, n);
        int k = Math.min(TOP, n);
        double top = 0;
        for (int i = n - k; i < n; i++) top += sorted[i];
        return new SlideScores(sum / n, sorted[n - 1], top / k, above / (double) n);
    }
}
