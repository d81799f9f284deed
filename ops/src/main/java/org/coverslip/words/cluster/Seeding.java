package org.coverslip.words.cluster;

import java.util.SplittableRandom;

/**
 * k-means++ with several candidates per step (Arthur and Vassilvitskii 2007; the greedy form that
 * scikit-learn uses: of 2 + ln k candidates the one that lowers the sum of squares most).
 */
final class Seeding {

    /**
     * Rows that are looked at; where there are more, an even random sample stands for them. Twenty
     * thousand rows leave no word of more than a thousandth of the tissue unseen.
     */
    static final int SAMPLE = 20_000;

    private final Rows rows;
    private final Crew crew;
    private final Products products;

    Seeding(Rows rows, Crew crew, Products products) {
        this.rows = rows;
        this.crew = crew;
        this.products = products;
    }

    /** k rows, one after another. */
    float[] draw(int k, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = rows.width();
        int[] sample = Sample.of(rows.count(), SAMPLE, random);
        int n = sample.length;
        double[] squares = squares(sample);
        double[] least = new double[n];
        float[] centres = new float[k * width];
        float[] first = candidate(sample[random.nextInt(n)]);
        System.arraycopy(first, 0, centres, 0, width);
        double[][] distances = distances(sample, squares, first, 1);
        System.arraycopy(distances[0], 0, least, 0, n);
        int trials = 2 + (int) Math.log(k);
        for (int j = 1; j < k; j++) {
            float[] drawn = new float[trials * width];
            for (int c = 0; c < trials; c++)
                System.arraycopy(
                        candidate(sample[pick(least, random)]), 0, drawn, c * width, width);
            distances = distances(sample, squares, drawn, trials);
            int best = 0;
            double lowest = Double.POSITIVE_INFINITY;
            for (int c = 0; c < trials; c++) {
                double sum = 0;
                for (int i = 0; i < n; i++) sum += Math.min(least[i], distances[c][i]);
                if (sum < lowest) {
                    lowest = sum;
                    best = c;
                }
            }
            for (int i = 0; i < n; i++) least[i] = Math.min(least[i], distances[best][i]);
            System.arraycopy(drawn, best * width, centres, j * width, width);
        }
        return centres;
    }

    private float[] candidate(int row) {
        float[] values = new float[rows.width()];
        rows.read(row, 1, values);
        return values;
    }

    /** An index drawn with the chance of its weight. */
    private static int pick(double[] weights, SplittableRandom random) {
        double sum = 0;
        for (double w : weights) sum += w;
        double at = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) return i;
        }
        return random.nextInt(weights.length);
    }

    private double[] squares(int[] sample) {
        double[] squares = new double[sample.length];
        each(
                sample,
                (from, count, block) -> {
                    for (int p = 0; p < count; p++)
                        squares[from + p] = Kernel.square(block, p * rows.width(), rows.width());
                });
        return squares;
    }

    /** [candidate][position in the sample], squared. */
    private double[][] distances(int[] sample, double[] squares, float[] candidates, int count) {
        int width = rows.width();
        double[][] result = new double[count][sample.length];
        Products.Product product = products.with(candidates, count, width);
        each(
                sample,
                (from, n, block) -> {
                    float[][] out = new float[count][Products.BLOCK];
                    product.times(block, n, out);
                    for (int c = 0; c < count; c++) {
                        double square = Kernel.square(candidates, c * width, width);
                        for (int p = 0; p < n; p++)
                            result[c][from + p] =
                                    Math.max(0, squares[from + p] + square - 2.0 * out[c][p]);
                    }
                });
        return result;
    }

    private interface Block {
        void take(int from, int count, float[] rows);
    }

    private void each(int[] sample, Block work) {
        int width = rows.width();
        crew.each(
                (sample.length + Products.BLOCK - 1) / Products.BLOCK,
                b -> {
                    crew.check();
                    int from = b * Products.BLOCK;
                    int count = Math.min(Products.BLOCK, sample.length - from);
                    float[] block = new float[Products.BLOCK * width];
                    float[] row = new float[width];
                    for (int p = 0; p < count; p++) {
                        rows.read(sample[from + p], 1, row);
                        System.arraycopy(row, 0, block, p * width, width);
                    }
                    work.take(from, count, block);
                });
    }
}
