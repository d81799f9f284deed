package org.coverslip.words.index;

import java.util.SplittableRandom;
import org.coverslip.report.Progress;
import org.coverslip.words.cluster.KMeans;
import org.coverslip.words.cluster.Rows;
import org.coverslip.words.cluster.Sample;
import org.coverslip.words.project.Pca;

/**
 * The gap statistic (Tibshirani, Walther and Hastie 2001, J. R. Stat. Soc. B 63:411): by how much
 * the logarithm of the inertia lies below that of points without clusters, drawn evenly from the
 * box of the data along its principal components. Looked at in at most {@value #COMPONENTS}
 * components of {@value #POINTS} rows, since the box of thousands of features is empty.
 *
 * @param values per k
 * @param errors the standard error of each, including that of the simulation
 */
public record Gap(double[] values, double[] errors) {

    private static final int COMPONENTS = 10;
    private static final int POINTS = 1000;
    private static final int REFERENCES = 10;

    /**
     * @param rows a sample in memory
     * @param from smallest k
     * @param to largest k
     */
    public static Gap of(Rows rows, int from, int to, long seed, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        Rows sample = rows.copy(Sample.of(rows.count(), POINTS, random));
        int dimensions = Math.min(COMPONENTS, Math.min(rows.width(), sample.count() - 1));
        float[] points = scores(sample, Pca.of(sample, dimensions, seed));
        double[] own = logInertias(points, dimensions, from, to, seed, progress);
        double[][] others = new double[REFERENCES][];
        for (int r = 0; r < REFERENCES; r++)
            others[r] =
                    logInertias(
                            box(points, dimensions, random), dimensions, from, to, seed, progress);
        double[] values = new double[own.length];
        double[] errors = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            double mean = 0;
            double square = 0;
            for (double[] other : others) mean += other[i] / REFERENCES;
            for (double[] other : others)
                square += (other[i] - mean) * (other[i] - mean) / REFERENCES;
            values[i] = mean - own[i];
            errors[i] = Math.sqrt(square * (1 + 1.0 / REFERENCES));
        }
        return new Gap(values, errors);
    }

    private static float[] scores(Rows sample, Pca pca) {
        int dimensions = pca.components().length;
        float[] points = new float[sample.count() * dimensions];
        float[] row = new float[sample.width()];
        for (int i = 0; i < sample.count(); i++) {
            sample.read(i, 1, row);
            System.arraycopy(pca.project(row), 0, points, i * dimensions, dimensions);
        }
        return points;
    }

    private static float[] box(float[] points, int dimensions, SplittableRandom random) {
        float[] low = new float[dimensions];
        float[] high = new float[dimensions];
        for (int i = 0; i < points.length; i++) {
            low[i % dimensions] = Math.min(low[i % dimensions], points[i]);
            high[i % dimensions] = Math.max(high[i % dimensions], points[i]);
        }
        float[] drawn = new float[points.length];
        for (int i = 0; i < drawn.length; i++) {
            int t = i % dimensions;
            drawn[i] = (float) (low[t] + random.nextDouble() * (high[t] - low[t]));
        }
        return drawn;
    }

    private static double[] logInertias(
            float[] points, int dimensions, int from, int to, long seed, Progress progress) {
        double[] result = new double[to - from + 1];
        for (int k = from; k <= to; k++) {
            if (progress.isCanceled()) throw new java.util.concurrent.CancellationException();
            double inertia =
                    KMeans.of(k)
                            .seed(seed)
                            .starts(1)
                            .threads(1)
                            .cluster(Rows.of(points, dimensions))
                            .inertia();
            result[k - from] = Math.log(Math.max(inertia, Double.MIN_NORMAL));
        }
        return result;
    }

    /**
     * The first k whose gap is not clearly below the next one's, as the paper chooses; the position
     * in {@link #values}.
     */
    public int choice() {
        for (int i = 0; i + 1 < values.length; i++)
            if (values[i] >= values[i + 1] - errors[i + 1]) return i;
        return values.length - 1;
    }
}
