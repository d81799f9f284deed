package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;

/**
 * Compares what a step changes with finite differences of the loss. The network must learn by plain
 * gradient descent, so that a step of rate 1 takes just the gradient off the weights.
 */
record GradientCheck(
        LearningNetwork network, Map<String, Tensor> inputs, Map<String, Tensor> targets) {

    /**
     * Where the loss is rounded to 1e-7, differences over these widths hold three digits. NB: the
     * straight line through all of them is less than half as noisy as one difference, which with
     * oneDNN's kernels on AVX2 was six roundings off a slope of 0.
     */
    private static final double[] WIDTHS = {1e-3, 2e-3};

    private static final double TOLERANCE = 0.01;

    /** What four roundings of a loss between 2 and 4 make of a slope of 0. */
    private static final double ROUNDING = 5e-4;

    /**
     * For every variable: the slope of the loss along the gradient, and along a random direction,
     * in which a part that is missing from the gradient would show.
     */
    void run() {
        Map<String, Tensor> start = network.state();
        network.step(inputs, targets, 1);
        Map<String, Tensor> moved = network.weights();
        assertThat(network.trainable()).isNotEmpty();
        for (String name : network.trainable()) {
            float[] before = start.get(name).floats();
            float[] after = moved.get(name).floats();
            double[] gradient = new double[before.length];
            for (int i = 0; i < gradient.length; i++) gradient[i] = before[i] - after[i];
            double length = Math.sqrt(dot(gradient, gradient));
            assertThat(length).as("gradient of " + name).isPositive();
            for (double[] direction : new double[][] {gradient, random(gradient.length)}) {
                scale(direction, 1 / Math.sqrt(dot(direction, direction)));
                double slope = slope(start, name, direction);
                // NB: the gradient is scaled to 1 when it is the direction itself.
                double expected =
                        direction == gradient ? length : dot(gradient, direction) * length;
                assertThat(slope)
                        .as("slope of the loss along " + name)
                        .isCloseTo(expected, within(TOLERANCE * length + ROUNDING));
            }
        }
    }

    /** By least squares. */
    private double slope(Map<String, Tensor> start, String name, double[] direction) {
        double rise = 0;
        double run = 0;
        for (double w : WIDTHS) {
            double up = loss(start, name, direction, w);
            rise += w * (up - loss(start, name, direction, -w));
            run += 2 * w * w;
        }
        return rise / run;
    }

    /** The loss in training, at weights moved along a direction, with the noise of the start. */
    private double loss(Map<String, Tensor> start, String name, double[] direction, double by) {
        float[] at = start.get(name).floats().clone();
        for (int i = 0; i < at.length; i++) at[i] += (float) (by * direction[i]);
        Map<String, Tensor> state = new HashMap<>(start);
        state.put(name, Tensor.of(at, start.get(name).shape()));
        network.restore(state);
        return network.step(inputs, targets, 0);
    }

    private static double[] random(int size) {
        Random random = new Random(size);
        double[] direction = new double[size];
        for (int i = 0; i < size; i++) direction[i] = random.nextGaussian();
        return direction;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void scale(double[] v, double by) {
        for (int i = 0; i < v.length; i++) v[i] *= by;
    }
}
