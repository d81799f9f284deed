package org.coverslip.demo;

/**
 * Multinomial logistic regression, fitted by gradient descent with momentum on standardised
 * features (Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4).
 */
final class SoftmaxRegression {

    private static final int STEPS = 3000;
    private static final double RATE = 0.05;
    private static final double MOMENTUM = 0.9;
    private static final double DECAY = 3e-3;

    private final int classes;
    private final int features;
    private final double[] mean;
    private final double[] deviation;
    private final double[][] weights;

    private SoftmaxRegression(int classes, int features) {
        this.classes = classes;
        this.features = features;
        this.mean = new double[features];
        this.deviation = new double[features];
        this.weights = new double[classes][features + 1];
    }

    /**
     * @param x one row of features per sample
     * @param y class of each sample, 0 to {@code classes} - 1
     */
    static SoftmaxRegression fit(float[][] x, int[] y, int classes) {
        SoftmaxRegression model = new SoftmaxRegression(classes, x[0].length);
        model.descend(model.standardised(x), y);
        return model;
    }

    private double[][] standardised(float[][] x) {
        for (int f = 0; f < features; f++) {
            for (float[] row : x) mean[f] += row[f] / x.length;
            for (float[] row : x)
                deviation[f] += (row[f] - mean[f]) * (row[f] - mean[f]) / x.length;
            deviation[f] = Math.sqrt(deviation[f]) + 1e-6;
        }
        double[][] z = new double[x.length][features];
        for (int i = 0; i < x.length; i++) {
            for (int f = 0; f < features; f++) z[i][f] = (x[i][f] - mean[f]) / deviation[f];
        }
        return z;
    }

    private void descend(double[][] z, int[] y) {
        double[][] velocity = new double[classes][features + 1];
        for (int step = 0; step < STEPS; step++) {
            double[][] gradient = new double[classes][features + 1];
            for (int i = 0; i < z.length; i++) {
                double[] p = probabilities(z[i]);
                for (int c = 0; c < classes; c++) {
                    double error = (p[c] - (y[i] == c ? 1 : 0)) / z.length;
                    for (int f = 0; f < features; f++) gradient[c][f] += error * z[i][f];
                    gradient[c][features] += error;
                }
            }
            for (int c = 0; c < classes; c++) {
                for (int f = 0; f <= features; f++) {
                    velocity[c][f] =
                            MOMENTUM * velocity[c][f]
                                    - RATE * (gradient[c][f] + DECAY * weights[c][f]);
                    weights[c][f] += velocity[c][f];
                }
            }
        }
    }

    private double[] probabilities(double[] z) {
        double[] p = new double[classes];
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            p[c] = weights[c][features];
            for (int f = 0; f < features; f++) p[c] += weights[c][f] * z[f];
            max = Math.max(max, p[c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) sum += p[c] = Math.exp(p[c] - max);
        for (int c = 0; c < classes; c++) p[c] /= sum;
        return p;
    }

    /** Weights [features][classes], row-major, for features that are not standardised. */
    float[] kernel() {
        float[] kernel = new float[features * classes];
        for (int f = 0; f < features; f++) {
            for (int c = 0; c < classes; c++)
                kernel[f * classes + c] = (float) (weights[c][f] / deviation[f]);
        }
        return kernel;
    }

    /** One number per class, for features that are not standardised. */
    float[] bias() {
        float[] bias = new float[classes];
        for (int c = 0; c < classes; c++) {
            double b = weights[c][features];
            for (int f = 0; f < features; f++) b -= weights[c][f] * mean[f] / deviation[f];
            bias[c] = (float) b;
        }
        return bias;
    }
}
