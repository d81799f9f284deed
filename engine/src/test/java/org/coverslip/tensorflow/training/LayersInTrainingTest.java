package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.junit.jupiter.api.Test;

/** What layers do in training and not in prediction, and which cannot be trained. */
class LayersInTrainingTest {

    private static final int MANY = 400;

    @Test
    void dropoutTakesItsShareAndKeepsTheMean() {
        TestNetwork of = new TestNetwork(MANY).then("Dropout", "drop", "{'rate': 0.3}");
        of.then("Dense", "y", "{'units': 1, 'use_bias': false}");
        float[] ones = new float[MANY];
        Arrays.fill(ones, 1);
        of.weight("y/kernel", Tensor.of(ones, MANY, 1)).loss(new Loss.Absolute(1));
        Map<String, Tensor> x = Map.of("x", Tensor.of(ones, 1, MANY));
        Map<String, Tensor> y = Map.of("y", Tensor.of(new float[1], 1, 1));
        try (LearningNetwork network = of.learn()) {
            double[] sums =
                    IntStream.range(0, 10).mapToDouble(i -> network.step(x, y, 0)).toArray();

            assertThat(Arrays.stream(sums).distinct().count())
                    .as("other numbers each step")
                    .isGreaterThan(5);
            for (double sum : sums) assertThat(sum / MANY).isCloseTo(1, within(0.15));
            double kept = sums[0] * 0.7;
            assertThat(kept).as("whole numbers were kept").isCloseTo(Math.rint(kept), within(0.01));
            assertThat(network.predict(x).get("y").get(0)).isEqualTo(MANY);
        }
    }

    @Test
    void batchNormalisationMovesItsAveragesTowardsTheBatch() {
        TestNetwork of =
                new TestNetwork(1)
                        .then("BatchNormalization", "norm", "{'momentum': 0.75}")
                        .then("Dense", "y", "{'units': 1}");
        try (LearningNetwork network = of.learn()) {
            network.step(column(2, 6), column(0, 0, "y"), 0.1);

            Map<String, Tensor> weights = network.weights();
            assertThat(weights.get("norm/moving_mean").get(0)).isCloseTo(4 * 0.25, within(1e-6));
            double variance = 1 * 0.75 + 4 * 0.25;
            assertThat(weights.get("norm/moving_variance").get(0))
                    .isCloseTo(variance, within(1e-5));
        }
    }

    @Test
    void aFrozenBatchNormalisationUsesItsAveragesAndKeepsThem() {
        TestNetwork of =
                new TestNetwork(1)
                        .then("BatchNormalization", "norm", "{}")
                        .then("Dense", "y", "{'units': 1}")
                        .frozen("norm");
        try (LearningNetwork network = of.learn()) {
            Map<String, Tensor> before = network.weights();
            double predicted = network.loss(column(2, 6), column(0, 0, "y"));

            assertThat(network.step(column(2, 6), column(0, 0, "y"), 0.1))
                    .isCloseTo(predicted, within(1e-5));
            before.keySet().removeIf(name -> !name.startsWith("norm/"));
            assertThat(before).hasSize(4);
            assertThat(network.weights()).containsAllEntriesOf(before);
            assertThat(network.trainable()).containsExactly("y/kernel", "y/bias");
        }
    }

    private static Map<String, Tensor> column(float a, float b) {
        return column(a, b, "x");
    }

    private static Map<String, Tensor> column(float a, float b, String name) {
        return Map.of(name, Tensor.of(new float[] {a, b}, 2, 1));
    }

    @Test
    void whatCannotBeTrainedIsNamedWithARemedy() {
        refuses(chain("Lambda", "{}"), "layer 'odd' (Lambda) cannot be imported");
        refuses(chain("RandomFlip", "{}"), "layer 'odd' (RandomFlip) cannot be trained with");
        refuses(
                chain("Normalization", "{'axis': -1}"),
                "layer 'odd' (Normalization) has no first value for its mean");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        TestNetwork wrong = chain("Identity", "{}");
        refuses(
                wrong.loss(new Loss.CentreHeat(1)),
                "output 'y' ends in neither softmax nor sigmoid");
        refuses(chain("Identity", "{}").frozen("nowhere"), "there is no layer 'nowhere'");
        refuses(
                chain("Identity", "{}").frozen("conv", "y"),
                "it has no weights that may change; freeze fewer layers");
        Tensor odd = Tensor.of(new float[2], 2);
        refuses(chain("Identity", "{}").weight("y/bias", odd), "weight bias of layer 'y'");
        refuses(chain("Identity", "{}").weight("y/beta", odd), "no layer has the weight 'y/beta'");
        try (LearningNetwork network = chain("Identity", "{}").learn()) {
            Map<String, Tensor> x = Map.of("x", Tensor.of(new float[16], 1, 4, 4, 1));
            assertThatThrownBy(() -> network.step(x, Map.of(), 1))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("target \"y\": it is missing");
            Map<String, Tensor> y = Map.of("y", Tensor.of(new float[1], 1, 1));
            assertThatThrownBy(() -> network.step(x, y, Double.NaN))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("the learning rate NaN: it is no positive number");
            assertThatThrownBy(() -> network.predict(column(1, 2)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("takes the shape [?,4,4,1] and was given [2, 1]");
        }
    }

    private static TestNetwork chain(String className, String config) {
        return new TestNetwork(4, 4, 1)
                .then("Conv2D", "conv", "{'filters': 1, 'kernel_size': 1}")
                .then(className, "odd", config)
                .then("Flatten", "flat", "{}")
                .then("Dense", "y", "{'units': 1}");
    }

    private static void refuses(TestNetwork of, String message) {
        assertThatThrownBy(of::learn)
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("the network to train: " + message);
    }
}
