package org.coverslip.words.cluster;

/**
 * Sums and counts of the rows of each centre, in doubles, kept up to date by the rows that change
 * their centre. Stripes of the rows have sums of their own, which are added in a fixed order.
 */
final class Sums {

    private final int width;
    private final double[] sums;
    private final int[] counts;

    Sums(int k, int width) {
        this.width = width;
        this.sums = new double[k * width];
        this.counts = new int[k];
    }

    void add(float[] row, int at, int centre) {
        counts[centre]++;
        int base = centre * width;
        for (int t = 0; t < width; t++) sums[base + t] += row[at + t];
    }

    void remove(float[] row, int at, int centre) {
        counts[centre]--;
        int base = centre * width;
        for (int t = 0; t < width; t++) sums[base + t] -= row[at + t];
    }

    void add(Sums other) {
        for (int i = 0; i < sums.length; i++) sums[i] += other.sums[i];
        for (int j = 0; j < counts.length; j++) counts[j] += other.counts[j];
    }

    int count(int centre) {
        return counts[centre];
    }

    int[] counts() {
        return counts.clone();
    }

    /** Means; a centre without rows stays where it was. */
    float[] means(float[] before) {
        float[] means = before.clone();
        for (int j = 0; j < counts.length; j++) {
            if (counts[j] == 0) continue;
            for (int t = 0; t < width; t++)
                means[j * width + t] = (float) (sums[j * width + t] / counts[j]);
        }
        return means;
    }

    /** What is to be added to the rows' squares to have their squared distances to the centres. */
    double squares(float[] centres) {
        double sum = 0;
        for (int j = 0; j < counts.length; j++) {
            for (int t = 0; t < width; t++) {
                double c = centres[j * width + t];
                sum += c * (counts[j] * c - 2 * sums[j * width + t]);
            }
        }
        return sum;
    }
}
