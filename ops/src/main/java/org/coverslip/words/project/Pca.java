package org.coverslip.words.project;

import java.util.SplittableRandom;
import org.coverslip.RefusedException;
import org.coverslip.words.cluster.Rows;

/**
 * Principal components by a randomised SVD: a random subspace with some directions to spare, turned
 * towards the widest spread by a few multiplications with the data, and the exact components within
 * it (Halko, Martinsson and Tropp 2011, SIAM Rev. 53:217, algorithm 4.4).
 *
 * @param mean of the rows
 * @param components [component][width], unit vectors, the widest spread first; the largest entry of
 *     each is positive
 * @param variances along each component
 */
public record Pca(float[] mean, float[][] components, double[] variances) {

    private static final int SPARE = 10;
    private static final int TURNS = 5;

    /**
     * @param rows a sample that fits into memory
     * @param count components, at most the width and one less than the rows
     * @throws RefusedException if the rows do not hold that many directions
     */
    public static Pca of(Rows rows, int count, long seed) {
        int n = rows.count();
        int width = rows.width();
        if (count < 1 || count > Math.min(width, n - 1)) {
            throw new RefusedException(
                    "components=" + count,
                    "there are " + n + " patches of " + width + " features",
                    "ask for 1 to " + Math.min(width, n - 1));
        }
        float[] x = rows.all();
        float[] mean = centre(x, width);
        int l = Math.min(count + SPARE, Math.min(width, n));
        double[][] v = new double[l][width];
        SplittableRandom random = new SplittableRandom(seed);
        for (double[] direction : v)
            for (int t = 0; t < width; t++) direction[t] = random.nextGaussian();
        orthonormalise(v);
        for (int turn = 0; turn < TURNS; turn++) {
            v = throughData(x, width, v);
            orthonormalise(v);
        }
        double[][] small = new double[l][l];
        double[] z = new double[l];
        for (int i = 0; i < n; i++) {
            scores(x, i * width, v, z);
            for (int a = 0; a < l; a++) for (int b = 0; b < l; b++) small[a][b] += z[a] * z[b];
        }
        Eigen eigen = Eigen.of(small);
        float[][] components = new float[count][width];
        double[] variances = new double[count];
        for (int c = 0; c < count; c++) {
            double[] sum = new double[width];
            for (int a = 0; a < l; a++)
                for (int t = 0; t < width; t++) sum[t] += eigen.vectors()[c][a] * v[a][t];
            int largest = 0;
            for (int t = 1; t < width; t++)
                if (Math.abs(sum[t]) > Math.abs(sum[largest])) largest = t;
            for (int t = 0; t < width; t++)
                components[c][t] = (float) (sum[largest] < 0 ? -sum[t] : sum[t]);
            variances[c] = eigen.values()[c] / (n - 1);
        }
        return new Pca(mean, components, variances);
    }

    private static float[] centre(float[] x, int width) {
        double[] sum = new double[width];
        for (int i = 0; i < x.length; i++) sum[i % width] += x[i];
        float[] mean = new float[width];
        for (int t = 0; t < width; t++) mean[t] = (float) (sum[t] * width / x.length);
        for (int i = 0; i < x.length; i++) x[i] -= mean[i % width];
        return mean;
    }

    private static double[][] throughData(float[] x, int width, double[][] v) {
        double[][] result = new double[v.length][width];
        double[] z = new double[v.length];
        for (int at = 0; at < x.length; at += width) {
            scores(x, at, v, z);
            for (int a = 0; a < v.length; a++) {
                double[] to = result[a];
                for (int t = 0; t < width; t++) to[t] += z[a] * x[at + t];
            }
        }
        return result;
    }

    private static void scores(float[] x, int at, double[][] v, double[] z) {
        for (int a = 0; a < v.length; a++) {
            double[] direction = v[a];
            double s0 = 0;
            double s1 = 0;
            int t = 0;
            for (; t + 2 <= direction.length; t += 2) {
                s0 += direction[t] * x[at + t];
                s1 += direction[t + 1] * x[at + t + 1];
            }
            if (t < direction.length) s0 += direction[t] * x[at + t];
            z[a] = s0 + s1;
        }
    }

    private static void orthonormalise(double[][] v) {
        for (int a = 0; a < v.length; a++) {
            for (int twice = 0; twice < 2; twice++)
                for (int b = 0; b < a; b++) subtract(v[a], v[b]);
            double norm = Math.sqrt(dot(v[a], v[a]));
            if (norm == 0) continue;
            for (int t = 0; t < v[a].length; t++) v[a][t] /= norm;
        }
    }

    private static void subtract(double[] v, double[] unit) {
        double along = dot(v, unit);
        for (int t = 0; t < v.length; t++) v[t] -= along * unit[t];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int t = 0; t < a.length; t++) sum += a[t] * b[t];
        return sum;
    }

    /** Coordinates of a row along the components. */
    public float[] project(float[] row) {
        float[] result = new float[components.length];
        for (int c = 0; c < components.length; c++) {
            double sum = 0;
            for (int t = 0; t < row.length; t++) sum += (row[t] - mean[t]) * components[c][t];
            result[c] = (float) sum;
        }
        return result;
    }
}
