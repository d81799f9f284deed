package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same network with shuffled weights, whether they are constants or variables. */
class RandomWeightsTest {

    private static final Map<String, Tensor> IMAGE = Map.of("x", Slope.noise(1, 2, 8, 8, 3));

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;

    @Test
    void layersWithWeightsAreListedInOrder() {
        try (Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT)) {
            assertThat(network.weightedLayers()).containsExactly("conv1", "bn", "conv2", "dense");
        }
        try (Network network = pneumonia()) {
            assertThat(network.weightedLayers())
                    .containsExactly(
                            "conv2d",
                            "conv2d_1",
                            "conv2d_2",
                            "conv2d_3",
                            "conv2d_4",
                            "dense",
                            "dense_1");
        }
    }

    @Test
    void onlyTheNamedLayersChangeAndTheOriginalStaysAsItIs() {
        try (Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT)) {
            List<String> inner = List.of("bn", "conv2", "dense");
            Map<String, Tensor> before = network.run(IMAGE, inner);
            try (Network random = network.withRandomWeights(List.of("conv2", "dense"), 7)) {
                Map<String, Tensor> after = random.run(IMAGE, inner);
                assertThat(distance(after, before, "bn")).isLessThan(1e-6);
                assertThat(distance(after, before, "conv2")).isGreaterThan(0.05);
                assertThat(distance(after, before, "y")).isGreaterThan(0.01);
                assertThat(distance(random.run(IMAGE), after, "y")).isLessThan(1e-6);
            }
            assertThat(network.run(IMAGE, inner)).isEqualTo(before);
        }
    }

    @Test
    void aSeedGivesTheSameWeightsWhateverElseIsShuffled() {
        try (Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT);
                Network one = network.withRandomWeights(List.of("conv1"), 7);
                Network both = network.withRandomWeights(List.of("dense", "conv1"), 7);
                Network other = network.withRandomWeights(List.of("conv1"), 8)) {
            Tensor first = one.run(IMAGE, List.of("conv1")).get("conv1");
            assertThat(both.run(IMAGE, List.of("conv1")).get("conv1")).isEqualTo(first);
            assertThat(other.run(IMAGE, List.of("conv1")).get("conv1")).isNotEqualTo(first);
            double[] biases = biases(one);
            assertThat(biases).isNotEqualTo(biases(network));
            double[] sorted = biases(network);
            Arrays.sort(biases);
            Arrays.sort(sorted);
            assertThat(biases).as("the same values in another order").isEqualTo(sorted);
        }
    }

    /** What the first layer gives for a black image. */
    private static double[] biases(Network network) {
        Map<String, Tensor> black = Map.of("x", Tensor.of(new float[192], 1, 8, 8, 3));
        Tensor values = network.run(black, List.of("conv1")).get("conv1");
        double[] first = new double[6];
        for (int i = 0; i < 6; i++) first[i] = values.get(i);
        return first;
    }

    @Test
    void gradientsAreThoseOfTheShuffledNetwork() {
        try (Network network = pneumonia();
                Network random = network.withRandomWeights(network.weightedLayers(), 3)) {
            Tensor image = Slope.noise(4, 1, 150, 150, 3);
            Map<String, Tensor> inputs = Map.of("conv2d_input", image);
            Tensor one = Tensor.of(new float[] {1}, 1, 1);
            try (ScoreGradient trained = network.gradient("dense_1", "max_pooling2d_4");
                    ScoreGradient shuffled = random.gradient("dense_1", "max_pooling2d_4")) {
                var result = shuffled.run(inputs, one);
                assertThat(result.gradient()).isNotEqualTo(trained.run(inputs, one).gradient());
                assertThat(result.outputs().get("dense_1").get(0))
                        .isEqualTo(random.run(inputs).get("dense_1").get(0));
            }
        }
    }

    @Test
    void aLayerWithoutWeightsIsRefusedAndSoIsAnUnknownOne() {
        try (Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT)) {
            assertThatThrownBy(() -> network.withRandomWeights(List.of("pool"), 1))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("\"pool\" has no weights; name layers that have");
            assertThatThrownBy(() -> network.withRandomWeights(List.of("conv7"), 1))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("it has no layer \"conv7\"");
        }
    }

    @Test
    void closingItLeavesTheOriginalOpenAndClosingTheOriginalClosesBoth() {
        Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT);
        Network random = network.withRandomWeights(List.of("conv1"), 1);
        Network second = network.withRandomWeights(List.of("conv1"), 1);
        random.close();
        assertThatThrownBy(() -> random.run(IMAGE)).isInstanceOf(IllegalStateException.class);
        assertThat(network.run(IMAGE)).isNotEmpty();
        network.close();
        assertThatThrownBy(() -> second.run(IMAGE)).isInstanceOf(IllegalStateException.class);
        second.close();
    }

    private Network pneumonia() {
        engine.importKeras(
                TestData.find("models/pneumonia-keras/pneumonia_model.h5"), temp.resolve("p"));
        return engine.open(temp.resolve("p"), NetworkOptions.DEFAULT);
    }

    private static double distance(Map<String, Tensor> a, Map<String, Tensor> b, String name) {
        double most = 0;
        for (int i = 0; i < a.get(name).size(); i++)
            most = Math.max(most, Math.abs(a.get(name).get(i) - b.get(name).get(i)));
        return most;
    }
}
