package org.coverslip.words.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * Coordinates in the space that the centres span. Where all centres lie in it, an inner product of
 * a point with a centre is one of their coordinates: k numbers instead of thousands. Where centres
 * have left it since, Cauchy and Schwarz bound what is missing by the two lengths outside it.
 */
final class Span {

    /** Centres that add less than this part of their length add nothing but rounding. */
    private static final double DEPENDENT = 1e-5;

    private final float[] basis;
    private final int rank;
    private final int width;

    private Span(float[] basis, int rank, int width) {
        this.basis = basis;
        this.rank = rank;
        this.width = width;
    }

    /**
     * Gram and Schmidt's method, twice for the sake of rounding, the longest remainder first.
     *
     * @param centres one after another
     * @param most how many directions at most
     */
    static Span of(float[] centres, int width, int most) {
        int k = centres.length / width;
        double[][] left = new double[k][width];
        double[] full = new double[k];
        for (int j = 0; j < k; j++) {
            for (int t = 0; t < width; t++) left[j][t] = centres[j * width + t];
            full[j] = dot(left[j], left[j]);
        }
        List<double[]> directions = new ArrayList<>();
        boolean[] used = new boolean[k];
        while (directions.size() < Math.min(most, k)) {
            int longest = -1;
            double length = 0;
            for (int j = 0; j < k; j++) {
                double l = used[j] ? 0 : dot(left[j], left[j]);
                if (l > length && l > full[j] * DEPENDENT * DEPENDENT) {
                    length = l;
                    longest = j;
                }
            }
            if (longest < 0) break;
            used[longest] = true;
            double[] q = left[longest].clone();
            for (double[] other : directions) subtract(q, other);
            double norm = Math.sqrt(dot(q, q));
            if (!(norm > 0)) continue;
            for (int t = 0; t < width; t++) q[t] /= norm;
            directions.add(q);
            for (int j = 0; j < k; j++) if (!used[j]) subtract(left[j], q);
        }
        float[] basis = new float[directions.size() * width];
        for (int r = 0; r < directions.size(); r++)
            for (int t = 0; t < width; t++) basis[r * width + t] = (float) directions.get(r)[t];
        return new Span(basis, directions.size(), width);
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

    int rank() {
        return rank;
    }

    /** The unit vectors, one after another. */
    float[] basis() {
        return basis;
    }

    /** Coordinates of centres, one row of {@link #rank()} numbers per centre. */
    float[] coordinates(float[] centres) {
        int k = centres.length / width;
        float[] result = new float[k * rank];
        for (int j = 0; j < k; j++) {
            for (int r = 0; r < rank; r++) {
                double sum = 0;
                for (int t = 0; t < width; t++)
                    sum += (double) basis[r * width + t] * centres[j * width + t];
                result[j * rank + r] = (float) sum;
            }
        }
        return result;
    }

    /** How far each centre lies outside the span, given its coordinates. */
    double[] outside(float[] centres, float[] coordinates) {
        int k = centres.length / width;
        double[] result = new double[k];
        double[] rest = new double[width];
        for (int j = 0; j < k; j++) {
            for (int t = 0; t < width; t++) rest[t] = centres[j * width + t];
            for (int r = 0; r < rank; r++) {
                double along = coordinates[j * rank + r];
                for (int t = 0; t < width; t++) rest[t] -= along * basis[r * width + t];
            }
            result[j] = Math.sqrt(dot(rest, rest));
        }
        return result;
    }
}
