package org.coverslip.words.index;

import org.coverslip.words.cluster.Rows;

/**
 * How rows lie about the means of their clusters, and what is judged by that. Definitions as in
 * scikit-learn 1.2.
 *
 * @param counts rows per cluster
 * @param within sum of squared distances of the rows to the mean of their cluster
 * @param between sum over clusters of their count times the squared distance of their mean to the
 *     mean of all
 * @param distances mean distance of the rows of each cluster to its mean
 * @param simplified mean simplified silhouette: distances to means instead of rows (Hruschka et al.
 *     2004)
 * @param means of the clusters
 */
public record Scatter(
        int[] counts,
        double within,
        double between,
        double[] distances,
        double simplified,
        double[][] means) {

    /**
     * @param labels per row, 0 to k - 1
     */
    public static Scatter of(Rows rows, int[] labels, int k) {
        int width = rows.width();
        int n = rows.count();
        int[] counts = new int[k];
        double[][] means = new double[k][width];
        double[] all = new double[width];
        float[] row = new float[width];
        for (int i = 0; i < n; i++) {
            rows.read(i, 1, row);
            double[] mean = means[labels[i]];
            counts[labels[i]]++;
            for (int t = 0; t < width; t++) mean[t] += row[t];
        }
        for (int j = 0; j < k; j++) {
            for (int t = 0; t < width; t++) {
                all[t] += means[j][t] / n;
                means[j][t] /= Math.max(1, counts[j]);
            }
        }
        double between = 0;
        for (int j = 0; j < k; j++) between += counts[j] * square(means[j], all);
        double within = 0;
        double simplified = 0;
        double[] distances = new double[k];
        for (int i = 0; i < n; i++) {
            rows.read(i, 1, row);
            double own = square(row, means[labels[i]]);
            within += own;
            distances[labels[i]] += Math.sqrt(own) / counts[labels[i]];
            double next = Double.POSITIVE_INFINITY;
            for (int j = 0; j < k; j++)
                if (j != labels[i] && counts[j] > 0) next = Math.min(next, square(row, means[j]));
            double larger = Math.sqrt(Math.max(own, next));
            if (larger > 0) simplified += (Math.sqrt(next) - Math.sqrt(own)) / larger / n;
        }
        return new Scatter(counts, within, between, distances, simplified, means);
    }

    private static double square(double[] a, double[] b) {
        double sum = 0;
        for (int t = 0; t < a.length; t++) sum += (a[t] - b[t]) * (a[t] - b[t]);
        return sum;
    }

    private static double square(float[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        int t = 0;
        for (; t + 2 <= a.length; t += 2) {
            double e0 = a[t] - b[t];
            double e1 = a[t + 1] - b[t + 1];
            sum0 += e0 * e0;
            sum1 += e1 * e1;
        }
        if (t < a.length) sum0 += (a[t] - b[t]) * (a[t] - b[t]);
        return sum0 + sum1;
    }

    private int n() {
        int n = 0;
        for (int count : counts) n += count;
        return n;
    }

    /**
     * Ratio of the spread between to the spread within clusters (Calinski and Harabasz 1974);
     * higher is better.
     */
    public double calinskiHarabasz() {
        int k = counts.length;
        if (within == 0) return 1;
        return between * (n() - k) / (within * (k - 1));
    }

    /**
     * Mean likeness of each cluster to the one most like it (Davies and Bouldin 1979); lower is
     * better.
     */
    public double daviesBouldin() {
        int k = counts.length;
        double sum = 0;
        for (int i = 0; i < k; i++) {
            double worst = 0;
            for (int j = 0; j < k; j++) {
                double apart = Math.sqrt(square(means[i], means[j]));
                if (i != j && apart > 0)
                    worst = Math.max(worst, (distances[i] + distances[j]) / apart);
            }
            sum += worst;
        }
        return sum / k;
    }
}
