package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss has the value that its formula gives, and a gradient that is its slope. */
class LossesTest {

    /** A network whose scores are always these, whatever goes in. */
    private static TestNetwork always(String activation, double... scores) {
        float[] bias = new float[scores.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] =
                    (float)
                            switch (activation) {
                                case "sigmoid" -> Math.log(scores[i] / (1 - scores[i]));
                                case "softmax" -> Math.log(scores[i]);
                                default -> scores[i];
                            };
        }
        String config = "{'units': %d, 'activation': '%s'}".formatted(bias.length, activation);
        return new TestNetwork(1)
                .then("Dense", "y", config)
                .weight("y/bias", Tensor.of(bias, bias.length));
    }

    private static double loss(TestNetwork of, Map<String, Tensor> targets, int samples) {
        try (LearningNetwork network = of.learn()) {
            Map<String, Tensor> x = Map.of("x", Tensor.of(new float[samples], samples, 1));
            double loss = network.loss(x, targets);
            assertThat(network.step(x, targets, 0)).isCloseTo(loss, within(1e-6));
            return loss;
        }
    }

    private static Tensor rows(int columns, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
        return Tensor.of(floats, values.length / columns, columns);
    }

    @Test
    void weightedBinaryCrossEntropyIsThatOfTheWorkedExample() {
        Tensor truth = rows(3, 1, 1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1);
        Loss loss =
                new Loss.BinaryCrossEntropy(
                        List.of(0.25, 0.25, 0.5), List.of(0.75, 0.75, 0.5), 1, 1);
        for (double p : new double[] {0.7, 0.3}) {
            double value = loss(always("sigmoid", p, p, p).loss(loss), Map.of("y", truth), 4);
            assertThat(value).isCloseTo(-0.4956, within(5e-5));
        }
    }

    @Test
    void binaryCrossEntropyWithoutWeightsIsExactEvenWhereTheScoreIsOne() {
        TestNetwork sure = always("sigmoid", 0.5).weight("y/bias", Tensor.of(new float[] {40}, 1));
        sure.loss(new Loss.BinaryCrossEntropy(List.of(), List.of(), 0, 1));
        assertThat(loss(sure, Map.of("y", rows(1, 0)), 1)).isCloseTo(40, within(1e-4));
    }

    @Test
    void softmaxCrossEntropyCountsEachClassByItsWeight() {
        Tensor truth = rows(2, 1, 0, 0, 1);
        double plain = -(Math.log(0.8) + Math.log(0.2)) / 2;
        double weighted = -(3 * Math.log(0.8) + Math.log(0.2)) / 2;
        TestNetwork network = always("softmax", 0.8, 0.2);
        network.loss(new Loss.SoftmaxCrossEntropy(List.of(), 1));
        assertThat(loss(network, Map.of("y", truth), 2)).isCloseTo(plain, within(1e-6));
        network.loss(new Loss.SoftmaxCrossEntropy(List.of(3.0, 1.0), 0.5));
        assertThat(loss(network, Map.of("y", truth), 2)).isCloseTo(weighted / 2, within(1e-6));
    }

    @Test
    void weightsOfSamplesAreAveragedOver() {
        Tensor truth = rows(2, 1, 0, 0, 1);
        TestNetwork network = always("softmax", 0.8, 0.2);
        network.loss(new Loss.SoftmaxCrossEntropy(List.of(), 1));
        Map<String, Tensor> targets =
                Map.of("y", truth, "y/weight", Tensor.of(new float[] {3, 1}, 2));
        double expected = -(3 * Math.log(0.8) + Math.log(0.2)) / 4;
        assertThat(loss(network, targets, 2)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void focalLossTakesWhatIsEasyLittleIntoAccount() {
        Loss focal = new Loss.Focal(2, List.of(), 1);
        double softmax =
                loss(always("softmax", 0.8, 0.2).loss(focal), Map.of("y", rows(2, 1, 0)), 1);
        assertThat(softmax).isCloseTo(-0.04 * Math.log(0.8), within(1e-6));
        double sigmoid =
                loss(always("sigmoid", 0.8, 0.4).loss(focal), Map.of("y", rows(2, 1, 0)), 1);
        assertThat(sigmoid).isCloseTo(-0.04 * Math.log(0.8) - 0.16 * Math.log(0.6), within(1e-6));
    }

    @Test
    void diceAndCrossEntropyAreAdded() {
        Tensor truth = rows(2, 1, 0, 1, 0, 0, 1);
        double first = 1 - (2 * 1.6 + 1) / (2.4 + 2 + 1);
        double second = 1 - (2 * 0.2 + 1) / (0.6 + 1 + 1);
        double entropy = -(2 * Math.log(0.8) + Math.log(0.2)) / 3;
        double value =
                loss(
                        always("softmax", 0.8, 0.2).loss(new Loss.DiceCrossEntropy(1)),
                        Map.of("y", truth),
                        3);
        assertThat(value).isCloseTo((first + second) / 2 + entropy, within(1e-5));
    }

    @Test
    void centreHeatIsDividedByTheNumberOfCentres() {
        Tensor heat = rows(1, 1, 0.5, 0, 1);
        double centre = -0.49 * Math.log(0.3);
        double near = -Math.pow(0.5, 4) * 0.09 * Math.log(0.7);
        double far = -0.09 * Math.log(0.7);
        double value =
                loss(always("sigmoid", 0.3).loss(new Loss.CentreHeat(1)), Map.of("y", heat), 4);
        assertThat(value).isCloseTo((2 * centre + near + far) / 2, within(1e-6));
    }

    @Test
    void absoluteAndSquaredDifferencesAreMeans() {
        Tensor truth = rows(2, 1, 1, 4, 1);
        TestNetwork network = always("linear", 1, 3);
        assertThat(loss(network.loss(new Loss.Absolute(1)), Map.of("y", truth), 2))
                .isCloseTo(7 / 4.0, within(1e-6));
        assertThat(loss(network.loss(new Loss.Squared(1)), Map.of("y", truth), 2))
                .isCloseTo(17 / 4.0, within(1e-6));
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of("softmax", new Loss.SoftmaxCrossEntropy(List.of(), 1)),
                Arguments.of("softmax", new Loss.SoftmaxCrossEntropy(List.of(1.0, 2.0, 3.0), 2)),
                Arguments.of("sigmoid", new Loss.BinaryCrossEntropy(List.of(), List.of(), 0, 1)),
                Arguments.of(
                        "sigmoid",
                        new Loss.BinaryCrossEntropy(
                                List.of(1.0, 2.0, 3.0), List.of(3.0, 2.0, 1.0), 1e-3, 1)),
                Arguments.of("softmax", new Loss.Focal(2, List.of(), 1)),
                Arguments.of("softmax", new Loss.Focal(0.5, List.of(1.0, 2.0, 3.0), 1)),
                Arguments.of("sigmoid", new Loss.Focal(1.5, List.of(), 1)),
                Arguments.of("softmax", new Loss.DiceCrossEntropy(1)),
                Arguments.of("sigmoid", new Loss.DiceCrossEntropy(1)),
                Arguments.of("sigmoid", new Loss.CentreHeat(1)),
                Arguments.of("linear", new Loss.Absolute(1)),
                Arguments.of("tanh", new Loss.Squared(1)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGradientIsTheSlope(String activation, Loss loss) {
        String config = "{'filters': 3, 'kernel_size': 1, 'activation': '" + activation + "'}";
        TestNetwork of = new TestNetwork(3, 2, 4).then("Conv2D", "y", config).loss(loss);
        float[] truth = new float[4 * 3 * 2 * 3];
        for (int i = 0; i < truth.length / 3; i++) truth[3 * i + i * 7 % 5 % 3] = 1;
        float[] weight = new float[4 * 3 * 2];
        Arrays.fill(weight, 1);
        weight[5] = 3;
        try (LearningNetwork network = of.learn()) {
            Tensor x = TestNetwork.random(2, network.inputs().get(0).shape(), 4);
            Map<String, Tensor> targets =
                    Map.of(
                            "y",
                            Tensor.of(truth, 4, 3, 2, 3),
                            "y/weight",
                            Tensor.of(weight, 4, 3, 2));
            new GradientCheck(network, Map.of("x", x), targets).run();
        }
    }
}
