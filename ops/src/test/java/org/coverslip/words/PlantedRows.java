package org.coverslip.words;

import java.util.SplittableRandom;
import org.coverslip.words.cluster.Rows;

/** Rows in groups that are known. */
public record PlantedRows(Rows rows, int[] truth) {

    /**
     * @param apart distance of the groups' centres, in deviations of a group along one axis
     */
    public static PlantedRows of(int n, int width, int groups, double apart, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] centres = new double[groups][width];
        for (double[] centre : centres)
            for (int t = 0; t < width; t++)
                centre[t] = 3 + random.nextGaussian() * apart / Math.sqrt(2.0 * width);
        float[] values = new float[n * width];
        int[] truth = new int[n];
        for (int i = 0; i < n; i++) {
            truth[i] = random.nextInt(groups);
            for (int t = 0; t < width; t++)
                values[i * width + t] = (float) (centres[truth[i]][t] + random.nextGaussian());
        }
        return new PlantedRows(Rows.of(values, width), truth);
    }

    /** The first rows as centres to begin with. */
    public float[][] starts(int k) {
        float[][] starts = new float[k][rows.width()];
        for (int j = 0; j < k; j++) rows.read(j, 1, starts[j]);
        return starts;
    }

    /** Adjusted Rand index (Hubert and Arabie 1985): 1 for the same division, 0 for chance. */
    public static double adjustedRand(int[] a, int[] b) {
        long[][] table = new long[64][64];
        for (int i = 0; i < a.length; i++) table[a[i]][b[i]]++;
        double both = 0;
        double rows = 0;
        double columns = 0;
        for (int i = 0; i < 64; i++) {
            long row = 0;
            long column = 0;
            for (int j = 0; j < 64; j++) {
                both += pairs(table[i][j]);
                row += table[i][j];
                column += table[j][i];
            }
            rows += pairs(row);
            columns += pairs(column);
        }
        double chance = rows * columns / pairs(a.length);
        return (both - chance) / ((rows + columns) / 2 - chance);
    }

    private static double pairs(long n) {
        return n * (n - 1) / 2.0;
    }
}
