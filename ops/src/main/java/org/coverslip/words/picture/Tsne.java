package org.coverslip.words.picture;

import java.util.SplittableRandom;

/**
 * t-SNE of a few points, every pair computed (van der Maaten and Hinton 2008, J. Mach. Learn. Res.
 * 9:2579; the settings are those of the paper, early exaggeration 12 as in scikit-learn).
 *
 * <p>NB: by hand, since the libraries on Maven Central either bring SLF4J, which then stands before
 * the engine's own, or are under the GPL; and this one gives the same picture for the same seed.
 */
final class Tsne {

    private static final int STEPS = 500;
    private static final int EXAGGERATED = 150;
    private static final double EXAGGERATION = 12;
    private static final double LEAST_GAIN = 0.01;

    private final double[][] p;
    private final double[][] y;
    private final int n;

    private Tsne(double[][] points, double perplexity, long seed) {
        n = points.length;
        p = affinities(points, perplexity);
        y = new double[n][2];
        SplittableRandom random = new SplittableRandom(seed);
        for (double[] place : y)
            for (int c = 0; c < 2; c++) place[c] = random.nextGaussian() * 1e-4;
    }

    /**
     * @param points at most a few thousand: time and memory grow with the square
     * @param perplexity how many neighbours a point has, about; less than a third of the points
     * @return [point][2]
     */
    static double[][] of(double[][] points, double perplexity, long seed) {
        Tsne tsne = new Tsne(points, perplexity, seed);
        tsne.descend();
        return tsne.y;
    }

    /** Symmetric probabilities of being neighbours, adding up to 1. */
    private static double[][] affinities(double[][] points, double perplexity) {
        int n = points.length;
        double[][] p = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] squares = new double[n];
            for (int j = 0; j < n; j++)
                for (int t = 0; t < points[i].length; t++)
                    squares[j] += (points[i][t] - points[j][t]) * (points[i][t] - points[j][t]);
            row(squares, i, Math.log(perplexity), p[i]);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double both = Math.max((p[i][j] + p[j][i]) / (2 * n), 1e-12);
                p[i][j] = p[j][i] = both;
            }
        }
        return p;
    }

    /** Finds the width of the Gaussian that gives the wanted entropy, by halving. */
    private static void row(double[] squares, int own, double entropy, double[] p) {
        double least = Double.POSITIVE_INFINITY;
        double mean = 0;
        for (int j = 0; j < squares.length; j++) {
            if (j != own) least = Math.min(least, squares[j]);
            mean += squares[j] / squares.length;
        }
        double beta = mean > 0 ? 1 / mean : 1;
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        for (int halving = 0; halving < 60; halving++) {
            double sum = 0;
            double weighted = 0;
            for (int j = 0; j < squares.length; j++) {
                p[j] = j == own ? 0 : Math.exp(-beta * (squares[j] - least));
                sum += p[j];
                weighted += p[j] * (squares[j] - least);
            }
            double h = Math.log(sum) + beta * weighted / sum;
            for (int j = 0; j < squares.length; j++) p[j] /= sum;
            if (Math.abs(h - entropy) < 1e-5) return;
            if (h > entropy) low = beta;
            else high = beta;
            beta = Double.isInfinite(high) ? beta * 2 : (low + high) / 2;
        }
    }

    private void descend() {
        double rate = Math.max(50, n / EXAGGERATION / 4);
        double[][] speed = new double[n][2];
        double[][] gains = new double[n][2];
        for (double[] gain : gains) java.util.Arrays.fill(gain, 1);
        for (int step = 0; step < STEPS; step++) {
            boolean early = step < EXAGGERATED;
            double[][] gradient = gradient(early ? EXAGGERATION : 1);
            double momentum = early ? 0.5 : 0.8;
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < 2; c++) {
                    boolean turns = gradient[i][c] > 0 != speed[i][c] > 0;
                    gains[i][c] =
                            Math.max(LEAST_GAIN, turns ? gains[i][c] + 0.2 : gains[i][c] * 0.8);
                    speed[i][c] = momentum * speed[i][c] - rate * gains[i][c] * gradient[i][c];
                    y[i][c] += speed[i][c];
                }
            }
        }
    }

    private double[][] gradient(double exaggeration) {
        double[][] near = new double[n][n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double dx = y[i][0] - y[j][0];
                double dy = y[i][1] - y[j][1];
                near[i][j] = 1 / (1 + dx * dx + dy * dy);
                sum += 2 * near[i][j];
            }
        }
        double[][] gradient = new double[n][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double q = near[i][j];
                double pull = 4 * (exaggeration * p[i][j] - q / sum) * q;
                for (int c = 0; c < 2; c++) {
                    double along = pull * (y[i][c] - y[j][c]);
                    gradient[i][c] += along;
                    gradient[j][c] -= along;
                }
            }
        }
        return gradient;
    }
}
