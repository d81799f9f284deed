package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is inside a network is listed under its author's names and can be fetched. */
class LayersTest {

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;

    @Test
    void layersOfAKerasFileHaveTheNamesOfTheKerasLayers() {
        try (Network network = pneumonia()) {
            List<LayerInfo> layers = network.layers();
            assertThat(layers)
                    .contains(
                            new LayerInfo("conv2d_4/Conv2D", "Conv2D", List.of(-1L, 5L, 5L, 64L)),
                            new LayerInfo("conv2d_4", "Relu", List.of(-1L, 5L, 5L, 64L)),
                            new LayerInfo("max_pooling2d_4", "MaxPool", List.of(-1L, 2L, 2L, 64L)),
                            new LayerInfo("flatten", "Reshape", List.of(-1L, 256L)),
                            new LayerInfo("dense_1", "Sigmoid", List.of(-1L, 1L)));
            assertThat(layers.stream().map(LayerInfo::name))
                    .as("in order of computation, each once, no weights")
                    .doesNotHaveDuplicates()
                    .containsSubsequence("conv2d", "conv2d_1", "conv2d_4", "dense", "dense_1")
                    .noneMatch(name -> name.contains("kernel"));
        }
    }

    @Test
    void innerValuesComeWithTheOutputsOfAnOrdinaryRun() {
        try (Network network = pneumonia()) {
            Map<String, Tensor> image = Map.of("conv2d_input", noise(2, 150, 150, 3));
            Tensor plain = network.run(image).get("dense_1");
            Map<String, Tensor> all = network.run(image, List.of("conv2d_4", "flatten"));
            assertThat(all).containsOnlyKeys("dense_1", "conv2d_4", "flatten");
            assertThat(all.get("dense_1")).as("the same bits").isEqualTo(plain);
            assertThat(all.get("conv2d_4").shape()).containsExactly(2, 5, 5, 64);
            assertThat(all.get("flatten").shape()).containsExactly(2, 256);
        }
    }

    @Test
    void aValueBeforeTheActivationIsWhatTheActivationWasGiven() {
        try (Network network = pneumonia()) {
            Map<String, Tensor> image = Map.of("conv2d_input", noise(2, 150, 150, 3));
            Map<String, Tensor> all = network.run(image, List.of("dense_1/BiasAdd"));
            double logit = all.get("dense_1/BiasAdd").get(1);
            assertThat(all.get("dense_1").get(1))
                    .isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-6));
            assertThat(all.get("dense_1").get(1))
                    .isCloseTo(network.run(image).get("dense_1").get(1), within(1e-6));
        }
    }

    @Test
    void layersInsideFunctionsLoseTheNamesOfTheCallsAndOfTheModel() {
        Path model = TestData.find("models/not-an-image-model/saved_model");
        try (Network network = engine.open(model, NetworkOptions.DEFAULT)) {
            assertThat(network.layers().stream().map(LayerInfo::name))
                    .contains("dense", "dense/Tensordot/MatMul", "concatenate", "dense_10")
                    .noneMatch(name -> name.contains("PartitionedCall") || name.contains("model"));
            Map<String, Tensor> rows = Map.of("input_1", noise(2, 123, 21));
            Map<String, Tensor> all = network.run(rows, List.of("dense_10", "dense"));
            assertThat(all.get("dense_10")).isEqualTo(network.run(rows).get("dense_10"));
            assertThat(all.get("dense").shape()).containsExactly(2, 123, 40);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "half_plus_two_tf1, serving_default",
        "half_plus_two_tf1, regress_x2_to_y3",
        "half_plus_two_tf2, serving_default",
        "half_plus_two_tf2, regress_x2_to_y3",
        "half_plus_three, serving_default",
        "times_three_float, serving_default",
        "module_with_multiple_signatures, timestwo",
        "java_using_python, add",
        "java_using_python, get_const_matrix",
    })
    void openedFunctionsComputeTheSameBits(String name, String signature) {
        Path path = TestData.find("models/tiny-savedmodels/" + name);
        NetworkOptions options = NetworkOptions.DEFAULT.withSignature(signature);
        try (Network network = engine.open(path, options)) {
            long[] shape =
                    Stream.of(new long[0], new long[] {1}, new long[] {3, 1}, new long[] {3})
                            .filter(network.inputs().get(0)::accepts)
                            .reduce((a, b) -> b)
                            .orElseThrow();
            Map<String, Tensor> inputs = new HashMap<>();
            for (var info : network.inputs()) inputs.put(info.name(), noise(shape));
            Map<String, Tensor> plain = network.run(inputs);
            String layer = network.layers().get(0).name();
            assertThat(network.run(inputs, List.of(layer))).containsAllEntriesOf(plain);
        }
    }

    @Test
    void anUnknownLayerIsRefusedWithTheNearestNames() {
        try (Network network = pneumonia()) {
            Map<String, Tensor> image = Map.of("conv2d_input", noise(1, 150, 150, 3));
            assertThatThrownBy(() -> network.run(image, List.of("conv2_4")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("it has no layer \"conv2_4\"; name one of its layers")
                    .hasMessageContaining("conv2d_4");
        }
    }

    private Network pneumonia() {
        Path file = TestData.find("models/pneumonia-keras/pneumonia_model.h5");
        engine.importKeras(file, temp.resolve("pneumonia"));
        return engine.open(temp.resolve("pneumonia"), NetworkOptions.DEFAULT);
    }

    private static Tensor noise(long... shape) {
        int size = 1;
        for (long n : shape) size *= (int) n;
        float[] values = new float[size];
        Random random = new Random(7);
        for (int i = 0; i < size; i++) values[i] = random.nextFloat();
        return Tensor.of(values, shape);
    }
}
