package org.coverslip.segment.label;

import ij.process.LUT;

/**
 * Colours for labels: black for 0, then each as unlike all before it as can be. Source: Glasbey et
 * al. 2007, "Colour displays for categorical images": greedy choice of the candidate that is
 * furthest in CIELAB from the nearest one chosen; candidates that can be seen on black.
 */
public final class LabelLut {

    private static final int SIZE = 256;
    private static final int STEP = 17;
    private static final double DARKEST = 35;

    private static final byte[][] COLOURS = choose();

    private LabelLut() {}

    /**
     * @param most the value that has the last colour
     */
    public static LUT create(double most) {
        LUT lut = new LUT(COLOURS[0].clone(), COLOURS[1].clone(), COLOURS[2].clone());
        lut.min = 0;
        lut.max = most;
        return lut;
    }

    /** Colour of a label, the same as that of every 255th further. */
    public static int rgb(int label) {
        if (label <= 0) return 0;
        int i = 1 + (label - 1) % (SIZE - 1);
        return (COLOURS[0][i] & 0xff) << 16 | (COLOURS[1][i] & 0xff) << 8 | COLOURS[2][i] & 0xff;
    }

    private static byte[][] choose() {
        int side = 255 / STEP + 1;
        int n = side * side * side;
        double[][] lab = new double[n][];
        double[] nearest = new double[n];
        for (int i = 0; i < n; i++) {
            lab[i] = lab(i / side / side * STEP, i / side % side * STEP, i % side * STEP);
            double white = distance(lab[i], lab(255, 255, 255));
            nearest[i] = lab[i][0] < DARKEST ? -1 : Math.min(white, distance(lab[i], lab(0, 0, 0)));
        }
        byte[][] rgb = new byte[3][SIZE];
        for (int k = 1; k < SIZE; k++) {
            int best = 0;
            for (int i = 1; i < n; i++) if (nearest[i] > nearest[best]) best = i;
            rgb[0][k] = (byte) (best / side / side * STEP);
            rgb[1][k] = (byte) (best / side % side * STEP);
            rgb[2][k] = (byte) (best % side * STEP);
            for (int i = 0; i < n; i++) {
                nearest[i] = Math.min(nearest[i], distance(lab[i], lab[best]));
            }
        }
        return rgb;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < 3; k++) sum += (a[k] - b[k]) * (a[k] - b[k]);
        return sum;
    }

    /** CIELAB of an sRGB colour, white D65. */
    private static double[] lab(int r, int g, int b) {
        double x = linear(r);
        double y = linear(g);
        double z = linear(b);
        double fx = cubeRoot((0.4124 * x + 0.3576 * y + 0.1805 * z) / 0.9505);
        double fy = cubeRoot(0.2126 * x + 0.7152 * y + 0.0722 * z);
        double fz = cubeRoot((0.0193 * x + 0.1192 * y + 0.9505 * z) / 1.089);
        return new double[] {116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
    }

    private static double linear(int v) {
        double c = v / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double cubeRoot(double t) {
        return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
    }
}
