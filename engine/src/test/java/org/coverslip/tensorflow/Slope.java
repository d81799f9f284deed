package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.coverslip.network.Network;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;

/** Compares gradients with differences of what the network computes. */
final class Slope {

    private static final double[] STEPS = {0.1, 0.03, 0.01, 0.003};

    private Slope() {}

    static Tensor noise(long seed, long... shape) {
        int size = 1;
        for (long n : shape) size *= (int) n;
        float[] values = new float[size];
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) values[i] = (float) random.nextGaussian();
        return Tensor.of(values, shape);
    }

    /**
     * The gradient of the output {@code y} by the input {@code x} agrees with differences along
     * random directions, and opening the graph changes no bit of its outputs.
     */
    static void holdsForInput(Network network, Tensor x) {
        Tensor plain = network.run(Map.of("x", x)).get("y");
        String last = network.layers().get(network.layers().size() - 1).name();
        assertThat(network.run(Map.of("x", x), List.of(last)).get("y")).isEqualTo(plain);
        Tensor weights = noise(5, plain.shape());
        try (ScoreGradient gradient = network.gradient("y", "x")) {
            ScoreGradient.Result result = gradient.run(Map.of("x", x), weights);
            close(result.outputs().get("y"), plain);
            close(result.scores(), plain);
            assertThat(result.values()).isEqualTo(x);
            assertThat(
                            error(
                                    x,
                                    result.gradient(),
                                    weights,
                                    moved -> network.run(Map.of("x", moved)).get("y")))
                    .isLessThan(1e-3);
        }
    }

    /**
     * The worst relative error of a gradient along some directions, each with the best of several
     * steps: large ones leave the tangent, small ones drown in rounding.
     *
     * @param scores as a function of the values
     */
    static double error(
            Tensor values, Tensor gradient, Tensor weights, Function<Tensor, Tensor> scores) {
        assertThat(gradient.shape()).isEqualTo(values.shape());
        double worst = 0;
        for (int seed = 0; seed < 3; seed++) {
            float[] direction = noise(seed + 100, values.shape()).floats();
            float[] slopes = gradient.floats();
            double along = 0;
            double norm = 0;
            for (float slope : slopes) norm += slope * (double) slope;
            assertThat(norm).as("a gradient that is not zero").isPositive();
            double size = Math.sqrt(norm / slopes.length);
            for (int i = 0; i < slopes.length; i++) {
                direction[i] += (float) (slopes[i] / size);
                along += slopes[i] * (double) direction[i];
            }
            double best = Double.MAX_VALUE;
            for (double step : STEPS) {
                double above = product(weights, scores.apply(moved(values, direction, step)));
                double below = product(weights, scores.apply(moved(values, direction, -step)));
                double slope = (above - below) / (2 * step);
                best = Math.min(best, Math.abs(slope - along) / Math.abs(along));
            }
            worst = Math.max(worst, best);
        }
        return worst;
    }

    // NB: what the gradient needs of the inside cannot be fused away, which may change last bits.
    private static void close(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        assertThat(a.floats()).containsExactly(b.floats(), within(1e-5f));
    }

    static Tensor moved(Tensor values, float[] direction, double step) {
        float[] to = values.floats().clone();
        for (int i = 0; i < to.length; i++) to[i] += (float) (step * direction[i]);
        return Tensor.of(to, values.shape());
    }

    static double product(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) sum += a.get(i) * b.get(i);
        return sum;
    }

    /** With one input replaced. */
    static Map<String, Tensor> with(Map<String, Tensor> inputs, String name, Tensor value) {
        Map<String, Tensor> changed = new HashMap<>(inputs);
        changed.put(name, value);
        return changed;
    }
}
