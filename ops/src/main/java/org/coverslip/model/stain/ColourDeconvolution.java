package org.coverslip.model.stain;

/**
 * How much of each of three stains a colour holds, as optical density. Source: Ruifrok and Johnston
 * 2001, "Quantification of histochemical staining by color deconvolution"; the vectors are those of
 * the paper (haematoxylin, eosin, DAB), brought to length 1 as there. scikit-image's {@code
 * rgb2hed} takes the same vectors as they are printed, and gives sixths of a decade with 0 for what
 * is below.
 */
public final class ColourDeconvolution {

    /** Haematoxylin, eosin and DAB. */
    public static final ColourDeconvolution HED =
            new ColourDeconvolution(
                    new double[][] {{0.65, 0.70, 0.29}, {0.07, 0.99, 0.11}, {0.27, 0.57, 0.78}});

    private static final double WHITE = 255;

    private final double[] inverse;

    /**
     * @param stains optical density of one unit of each stain in red, green and blue; brought to
     *     length 1
     */
    public ColourDeconvolution(double[][] stains) {
        double[] m = new double[9];
        for (int s = 0; s < 3; s++) {
            double length =
                    Math.sqrt(
                            stains[s][0] * stains[s][0]
                                    + stains[s][1] * stains[s][1]
                                    + stains[s][2] * stains[s][2]);
            for (int c = 0; c < 3; c++) m[s * 3 + c] = stains[s][c] / length;
        }
        inverse = invert(m);
    }

    private static double[] invert(double[] m) {
        double[] adjugate = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                int a = (j + 1) % 3;
                int b = (j + 2) % 3;
                int c = (i + 1) % 3;
                int d = (i + 2) % 3;
                adjugate[i * 3 + j] = m[a * 3 + c] * m[b * 3 + d] - m[a * 3 + d] * m[b * 3 + c];
            }
        }
        double det = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
        if (Math.abs(det) < 1e-9) throw new IllegalArgumentException("stains in one plane");
        for (int i = 0; i < 9; i++) adjugate[i] /= det;
        return adjugate;
    }

    /** Optical density, to base 10, of an 8-bit value; 0 counts as 1. */
    public static double density(double value) {
        return -Math.log10(Math.max(1, Math.min(WHITE, value)) / WHITE);
    }

    /**
     * Density of a stain in a colour.
     *
     * @param stain 0 to 2
     * @param red 0 to 255
     * @param green 0 to 255
     * @param blue 0 to 255
     * @return negative where the colour holds less than none of it
     */
    public double of(int stain, double red, double green, double blue) {
        return density(red) * inverse[stain]
                + density(green) * inverse[3 + stain]
                + density(blue) * inverse[6 + stain];
    }
}
