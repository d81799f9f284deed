package org.coverslip.words.cluster;

import org.coverslip.RefusedException;

/** How far rows vary, from an even sample of them. */
final class Spread {

    private static final int SAMPLE = 4096;

    private final Rows rows;

    Spread(Rows rows) {
        this.rows = rows;
    }

    /**
     * Mean over the columns of each column's variance.
     *
     * @throws RefusedException if all rows are the same
     */
    double meanVariance() {
        int width = rows.width();
        int step = Math.max(1, rows.count() / SAMPLE);
        double[] sum = new double[width];
        double[] square = new double[width];
        float[] row = new float[width];
        int taken = 0;
        for (long i = 0; i < rows.count(); i += step, taken++) {
            rows.read((int) i, 1, row);
            for (int t = 0; t < width; t++) {
                sum[t] += row[t];
                square[t] += (double) row[t] * row[t];
            }
        }
        double variance = 0;
        for (int t = 0; t < width; t++) {
            double mean = sum[t] / taken;
            variance += Math.max(0, square[t] / taken - mean * mean) / width;
        }
        if (variance == 0 && rows.count() > 1) {
            throw new RefusedException(
                    "features",
                    "all patches have the same",
                    "use another layer, and images that differ");
        }
        return variance;
    }
}
