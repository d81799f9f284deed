package org.coverslip.train.augment;

import java.util.SplittableRandom;

/**
 * Stronger and weaker haematoxylin and eosin: optical density is taken apart into the two stains
 * and the rest, each stain's amount is multiplied by a factor of its own, and the densities are put
 * together again (Ruifrok and Johnston 2001; as augmentation Tellez et al. 2018, arXiv 1808.05896).
 * Stain densities are those of ImageJ's and QuPath's "H&amp;E". Glass stays glass.
 */
final class StainJitter {

    private static final double[] HAEMATOXYLIN = {0.651, 0.701, 0.290};
    private static final double[] EOSIN = {0.216, 0.801, 0.558};
    private static final double[][] STAINS = stains();
    private static final double[][] INVERSE = inverse(STAINS);

    private static final int PER_VALUE = 4;
    private static final float[] DENSITY = new float[256 * PER_VALUE + 1];
    private static final int PER_DENSITY = 512;
    private static final float[] VALUE = new float[8 * PER_DENSITY];

    static {
        for (int i = 0; i < DENSITY.length; i++) {
            double v = Math.min(255, i / (double) PER_VALUE);
            DENSITY[i] = (float) -Math.log((v + 1) / 256);
        }
        for (int i = 0; i < VALUE.length; i++) {
            VALUE[i] = (float) (Math.exp(-i / (double) PER_DENSITY) * 256 - 1);
        }
    }

    /** Densities out of densities: red, green, blue from red, green, blue, row by row. */
    private final float[] mix = new float[9];

    StainJitter(double strength, SplittableRandom random) {
        double[] gain = {
            random.nextDouble(1 - strength, 1 + strength),
            random.nextDouble(1 - strength, 1 + strength),
            1
        };
        for (int from = 0; from < 3; from++) {
            for (int to = 0; to < 3; to++) {
                double sum = 0;
                for (int s = 0; s < 3; s++) sum += INVERSE[from][s] * gain[s] * STAINS[s][to];
                mix[from * 3 + to] = (float) sum;
            }
        }
    }

    /** Changes pixels [..][3] from 0 to 255 in place. */
    void apply(float[] rgb) {
        for (int i = 0; i < rgb.length; i += 3) {
            float r = density(rgb[i]);
            float g = density(rgb[i + 1]);
            float b = density(rgb[i + 2]);
            rgb[i] = value(r * mix[0] + g * mix[3] + b * mix[6]);
            rgb[i + 1] = value(r * mix[1] + g * mix[4] + b * mix[7]);
            rgb[i + 2] = value(r * mix[2] + g * mix[5] + b * mix[8]);
        }
    }

    private static float density(float value) {
        float clipped = Math.max(0, Math.min(255, value));
        return DENSITY[(int) (clipped * PER_VALUE + 0.5f)];
    }

    /** NB: tables: 30 ns per pixel became 6, measured, and a network is fed 20 million a second. */
    private static float value(float density) {
        float at = Math.max(0, Math.min(VALUE.length - 2, density * PER_DENSITY));
        int low = (int) at;
        float v = VALUE[low] + (VALUE[low + 1] - VALUE[low]) * (at - low);
        return Math.max(0, v);
    }

    private static double[][] stains() {
        double[] rest = {
            HAEMATOXYLIN[1] * EOSIN[2] - HAEMATOXYLIN[2] * EOSIN[1],
            HAEMATOXYLIN[2] * EOSIN[0] - HAEMATOXYLIN[0] * EOSIN[2],
            HAEMATOXYLIN[0] * EOSIN[1] - HAEMATOXYLIN[1] * EOSIN[0]
        };
        double[][] rows = {HAEMATOXYLIN.clone(), EOSIN.clone(), rest};
        for (double[] row : rows) {
            double length = Math.sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]);
            for (int c = 0; c < 3; c++) row[c] /= length;
        }
        return rows;
    }

    /** By cofactors. */
    private static double[][] inverse(double[][] m) {
        double[][] inverse = new double[3][3];
        double determinant = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                int a = (i + 1) % 3;
                int b = (i + 2) % 3;
                int c = (j + 1) % 3;
                int d = (j + 2) % 3;
                inverse[j][i] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
            }
        }
        for (int j = 0; j < 3; j++) determinant += m[0][j] * inverse[j][0];
        for (double[] row : inverse) for (int j = 0; j < 3; j++) row[j] /= determinant;
        return inverse;
    }
}
