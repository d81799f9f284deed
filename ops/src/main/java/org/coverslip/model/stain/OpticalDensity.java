package org.coverslip.model.stain;

import java.util.Arrays;

/** Optical densities of the stained pixels of a picture, natural logarithm. */
final class OpticalDensity {

    /** Light that glass lets through, of 255; as torchstain's Io. */
    static final double WHITE = 240;

    /** Pixels with less in any colour are glass; as torchstain's beta. */
    private static final double GLASS = 0.15;

    private OpticalDensity() {}

    static double of(double value) {
        return -Math.log((Math.max(0, Math.min(255, value)) + 1) / WHITE);
    }

    static double value(double density) {
        return Math.max(0, Math.min(255, WHITE * Math.exp(-density)));
    }

    /**
     * Densities of those pixels that are no glass.
     *
     * @param rgb [3][pixel], 0 to 255
     * @param everywhere whether a pixel must take light of all colours, as those must by which
     *     stains are known; else of any, as all tissue does
     * @return [3][stained pixel]
     */
    static double[][] stained(float[][] rgb, boolean everywhere) {
        int n = rgb[0].length;
        double[][] od = new double[3][n];
        int kept = 0;
        for (int i = 0; i < n; i++) {
            double r = of(rgb[0][i]);
            double g = of(rgb[1][i]);
            double b = of(rgb[2][i]);
            boolean all = r >= GLASS && g >= GLASS && b >= GLASS;
            boolean any = r >= GLASS || g >= GLASS || b >= GLASS;
            if (!(everywhere ? all : any)) continue;
            od[0][kept] = r;
            od[1][kept] = g;
            od[2][kept++] = b;
        }
        for (int c = 0; c < 3; c++) od[c] = Arrays.copyOf(od[c], kept);
        return od;
    }

    /** As NumPy's percentile, interpolated linearly; the array is sorted. */
    static double percentile(double[] values, double percent) {
        Arrays.sort(values);
        double at = percent / 100 * (values.length - 1);
        int low = (int) at;
        int high = Math.min(values.length - 1, low + 1);
        return values[low] + (at - low) * (values[high] - values[low]);
    }
}
