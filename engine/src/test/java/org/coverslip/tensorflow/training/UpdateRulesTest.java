package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Optimizer;
import org.junit.jupiter.api.Test;

/**
 * What a step does to weights, on the smallest network: y = kernel x + bias with x = 1 and the
 * squared difference to 0 as loss, so that the gradient by either weight is 2 y.
 */
class UpdateRulesTest {

    private static final Map<String, Tensor> X = Map.of("x", Tensor.of(new float[] {1}, 1, 1));
    private static final Map<String, Tensor> Y = Map.of("y", Tensor.of(new float[] {0}, 1, 1));
    private static final double RATE = 0.1;

    private static TestNetwork line(Optimizer optimizer) {
        return new TestNetwork(1)
                .then("Dense", "y", "{'units': 1}")
                .weight("y/kernel", Tensor.of(new float[] {2}, 1, 1))
                .optimizer(optimizer);
    }

    /** Kernel and bias after steps. */
    private static double[] after(int steps, TestNetwork of) {
        try (LearningNetwork network = of.learn()) {
            for (int i = 0; i < steps; i++) network.step(X, Y, RATE);
            Map<String, Tensor> weights = network.weights();
            return new double[] {
                weights.get("y/kernel").get(0), weights.get("y/bias").get(0),
            };
        }
    }

    @Test
    void gradientDescentGoesDownTheGradient() {
        double[] w = after(1, line(new Optimizer.Sgd(0, false, 0)));
        assertThat(w).containsExactly(new double[] {2 - 0.4, -0.4}, within(1e-6));
    }

    @Test
    void momentumKeepsPartOfTheLastStep() {
        double second = 2 * (2 - 0.8);
        double kernel = 2 - 0.4 - RATE * (0.9 * 4 + second);
        double[] w = after(2, line(new Optimizer.Sgd(0.9, false, 0)));
        assertThat(w[0]).isCloseTo(kernel, within(1e-6));
        double ahead = after(1, line(new Optimizer.Sgd(0.9, true, 0)))[0];
        assertThat(ahead).isCloseTo(2 - RATE * (4 + 0.9 * 4), within(1e-6));
    }

    @Test
    void adamFollowsItsPaper() {
        double kernel = 2;
        double bias = 0;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= 5; t++) {
            double gradient = 2 * (kernel + bias);
            m = 0.9 * m + 0.1 * gradient;
            v = 0.999 * v + 0.001 * gradient * gradient;
            double rate = RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
            kernel -= rate * m / (Math.sqrt(v) + 1e-7);
            bias -= rate * m / (Math.sqrt(v) + 1e-7);
        }
        double[] w = after(5, line(Optimizer.Adam.DEFAULT));
        assertThat(w).containsExactly(new double[] {kernel, bias}, within(1e-5));
    }

    @Test
    void weightDecayShrinksKernelsOnlyAndByTheRate() {
        double[] plain = after(1, line(Optimizer.Adam.DEFAULT));
        double[] decayed = after(1, line(new Optimizer.Adam(0.9, 0.999, 1e-7, 0.05)));
        assertThat(plain[0] - decayed[0]).isCloseTo(RATE * 0.05 * 2, within(1e-6));
        assertThat(decayed[1]).isEqualTo(plain[1]);
    }

    @Test
    void aLayerCanLearnMoreSlowly() {
        TestNetwork slow = line(new Optimizer.Sgd(0, false, 0)).rateFactor("y", 0.25);
        assertThat(after(1, slow)[0]).isCloseTo(2 - 0.1, within(1e-6));
    }

    @Test
    void aLossThatIsNotFiniteChangesNothing() {
        for (Optimizer optimizer :
                new Optimizer[] {
                    new Optimizer.Adam(0.9, 0.999, 1e-7, 0.1), new Optimizer.Sgd(0.9, true, 0.1)
                }) {
            TestNetwork of =
                    new TestNetwork(4, 4, 1)
                            .then("Conv2D", "conv", "{'filters': 2, 'kernel_size': 3}")
                            .then("BatchNormalization", "norm", "{}")
                            .then("Flatten", "flat", "{}")
                            .then("Dense", "y", "{'units': 1}")
                            .optimizer(optimizer);
            try (LearningNetwork network = of.learn()) {
                Map<String, Tensor> good = Map.of("x", TestNetwork.random(1, shape(network), 4));
                Map<String, Tensor> y = Map.of("y", Tensor.of(new float[4], 4, 1));
                network.step(good, y, 0.01);
                Map<String, Tensor> before = network.state();
                float[] bad = good.get("x").floats().clone();
                for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f}) {
                    bad[7] = value;
                    double loss = network.step(Map.of("x", Tensor.of(bad, 4, 4, 4, 1)), y, 0.01);
                    assertThat(Double.isFinite(loss)).isFalse();
                    assertThat(network.state()).isEqualTo(before);
                }
                assertThat(network.step(good, y, 0.01)).isFinite();
                assertThat(network.state()).isNotEqualTo(before);
            }
        }
    }

    private static java.util.List<Long> shape(LearningNetwork network) {
        return network.inputs().get(0).shape();
    }
}
