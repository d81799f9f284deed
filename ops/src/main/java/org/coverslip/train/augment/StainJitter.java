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

    /** NB: tables, since six logarithms and exponentials per pixel would be most of the work. */
    private static final float[] DENSITY = new float[256];

    private static final int PER_DENSITY = 1024;
    private static final int DENSEST = 8;
    private static final float[] VALUE = new float[DENSEST * PER_DENSITY];

    static {
        for (int v = 0; v < DENSITY.length; v++) {
            DENSITY[v] = (float) (-Math.log((v + 1) / 256.0) * PER_DENSITY);
        }
        for (int i = 0; i < VALUE.length; i++) {
            double density = i / (double) PER_DENSITY;
            VALUE[i] = (float) Math.max(0, Math.exp(-density) * 256 - 1);
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

    /**
     * Changes pixels [..][3] from 0 to 255 in place. They are taken as whole numbers, and what
     * comes out is within a quarter of one: enough for what is drawn by chance anyway.
     */
    void apply(float[] rgb) {
        float rr = mix[0];
        float rg = mix[1];
        float rb = mix[2];
        float gr = mix[3];
        float gg = mix[4];
        float gb = mix[5];
        float br = mix[6];
        float bg = mix[7];
        float bb = mix[8];
        for (int i = 0; i < rgb.length; i += 3) {
            float r = DENSITY[level(rgb[i])];
            float g = DENSITY[level(rgb[i + 1])];
            float b = DENSITY[level(rgb[i + 2])];
            rgb[i] = VALUE[place(r * rr + g * gr + b * br)];
            rgb[i + 1] = VALUE[place(r * rg + g * gg + b * bg)];
            rgb[i + 2] = VALUE[place(r * rb + g * gb + b * bb)];
        }
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, (int) (value + 0.5f)));
    }

    private static int place(float density) {
        return Math.max(0, Math.min(VALUE.length - 1, (int) (density + 0.5f)));
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
