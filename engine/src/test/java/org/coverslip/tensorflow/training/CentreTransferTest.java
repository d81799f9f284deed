package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.KerasModel;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.tensorflow.TensorFlowEngine;
import org.coverslip.train.architecture.CentreTransfer;
import org.coverslip.train.architecture.PixelArchitectures;
import org.coverslip.train.architecture.Transfer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that Keras saved becomes the trunk of a detector, for pictures of any size. */
class CentreTransferTest {

    private static final Path MODELS = Path.of(System.getProperty("coverslip.data"), "models");
    private static final int CLASSES = 2;
    private static final Map<String, Loss> LOSSES =
            Map.of(
                    PixelArchitectures.HEAT, new Loss.CentreHeat(1),
                    PixelArchitectures.EXTENT, new Loss.Absolute(0.1),
                    PixelArchitectures.OFFSET, new Loss.Absolute(1));

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @ParameterizedTest
    @CsvSource({
        "keras-architectures/architectures/resnet50.k3.h5, 32",
        "keras-architectures/architectures/vgg16.k2.h5, 32",
        "keras-architectures/architectures/xception.k2.h5, 32",
        "keras-architectures/architectures/malaria_cnn.keras, 8",
        "keras-architectures/architectures/unet_transpose.k2.h5, 8",
        "pneumonia-keras/pneumonia_model.h5, 32"
    })
    void frozenLayersKeepEveryBitAndTheHeadsLearn(String file, int multiple, @TempDir Path folder) {
        KerasModel base = read(file);
        CentreTransfer transfer = CentreTransfer.of(file, base, engine);
        assertThat(transfer.multiple()).isEqualTo(multiple);
        Transfer.Result result = transfer.heads(CLASSES, 4);
        assertThat(result.tuned()).isEmpty();
        Tensor x;
        Tensor predicted;
        try (LearningNetwork network = engine.learn(setup(result, 1))) {
            List<Long> shape = network.inputs().get(0).shape();
            assertThat(shape.subList(0, 3)).containsExactly(-1L, -1L, -1L);
            x = pixels(multiple, 2 * multiple, Math.toIntExact(shape.get(3)));
            Map<String, Tensor> before = network.weights();
            train(network, result, x, 3);
            Map<String, Tensor> after = network.weights();

            assertThat(after.keySet()).containsAll(result.weights().keySet());
            result.weights()
                    .forEach((name, stored) -> assertThat(after.get(name)).isEqualTo(stored));
            for (String head : LOSSES.keySet()) {
                String kernel = head + "/kernel";
                assertThat(after.get(kernel)).isNotEqualTo(before.get(kernel));
            }
            predicted = network.predict(Map.of(result.input(), x)).get(PixelArchitectures.HEAT);
            engine.buildKeras(result.architecture(), after, folder.resolve("m"));
        }
        assertThat(predicted.shape()).containsExactly(2, multiple / 4, 2 * multiple / 4, CLASSES);
        try (Network saved = engine.open(folder.resolve("m"), NetworkOptions.DEFAULT)) {
            Tensor heat = saved.run(Map.of(result.input(), x)).get(PixelArchitectures.HEAT);
            for (int i = 0; i < heat.size(); i++) {
                assertThat(heat.get(i)).isCloseTo(predicted.get(i), within(1e-4));
            }
        }
    }

    @Test
    void whatStandsBehindTheFrozenPartIsTuned() {
        KerasModel base = read("pneumonia-keras/pneumonia_model.h5");
        Transfer.Result result =
                CentreTransfer.of("it", base, engine).frozenUpTo("conv2d_2").heads(CLASSES, 4);
        try (LearningNetwork network = engine.learn(setup(result, 0.1))) {
            train(network, result, pixels(64, 64, 3), 1);
            Map<String, Tensor> after = network.weights();
            result.weights()
                    .forEach(
                            (name, stored) -> {
                                boolean frozen = name.matches("conv2d(_[12])?/.*");
                                assertThat(after.get(name).equals(stored)).isEqualTo(frozen);
                            });
        }
        assertThatThrownBy(
                        () ->
                                CentreTransfer.of("it", base, engine)
                                        .frozenUpTo("dense_1")
                                        .heads(CLASSES, 4))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it has no layer dense_1 before the cut");
    }

    /**
     * The network's own layers lose a pixel of their rim three times, after no, one and two
     * halvings: its cell j sees what the padded one sees 1 + 2 + 4 pixels further on.
     */
    @Test
    void awayFromTheRimAPaddedNetworkSeesWhatTheUnpaddedOneSaw(@TempDir Path folder) {
        String file = "pneumonia-keras/pneumonia_model.h5";
        KerasModel base = read(file);
        Transfer.Result result = CentreTransfer.of(file, base, engine).heads(CLASSES, 4);
        Path plain = folder.resolve("plain");
        Path padded = folder.resolve("padded");
        engine.importKeras(MODELS.resolve(file), plain);
        Map<String, Tensor> weights;
        try (LearningNetwork network = engine.learn(setup(result, 1))) {
            weights = network.weights();
        }
        engine.buildKeras(result.architecture(), weights, padded);
        Tensor whole = TestNetwork.random(3, List.of(-1L, 150L, 150L, 3L), 1);
        int edge = 128;
        int shift = 7;
        float[] part = new float[edge * edge * 3];
        for (int i = 0; i < part.length; i++) {
            int y = i / (edge * 3) + shift;
            int x = i / 3 % edge + shift;
            part[i] = (float) whole.get((y * 150 + x) * 3 + i % 3);
        }
        String layer = "conv2d_2";
        Tensor cells = features(plain, layer, whole);
        Tensor others = features(padded, layer, Tensor.of(part, 1, edge, edge, 3));
        int channels = (int) cells.shape()[3];
        int compared = 0;
        int alive = 0;
        // NB: 3x3 three times, on cells of 1, 2 and 4 pixels, reaches two cells.
        for (int y = 2; y < 30; y++) {
            for (int x = 2; x < 30; x++) {
                for (int c = 0; c < channels; c++, compared++) {
                    double own = cells.get((y * (int) cells.shape()[2] + x) * channels + c);
                    double other = others.get((y * (int) others.shape()[2] + x) * channels + c);
                    assertThat(other).isCloseTo(own, within(1e-4));
                    if (own > 0.01) alive++;
                }
            }
        }
        assertThat(compared).isEqualTo(28 * 28 * 64);
        assertThat(alive).isGreaterThan(compared / 20);
    }

    /**
     * @param layer its name, or that of a layer inside a model inside
     */
    private Tensor features(Path savedModel, String layer, Tensor x) {
        try (Network network = engine.open(savedModel, NetworkOptions.DEFAULT)) {
            String input = network.inputs().get(0).name();
            String name =
                    network.layers().stream()
                            .map(LayerInfo::name)
                            .filter(n -> n.equals(layer) || n.endsWith("/" + layer))
                            .findFirst()
                            .orElseThrow();
            return network.run(Map.of(input, x), List.of(name)).get(name);
        }
    }

    /** As Keras saves a published network with a head of one's own behind it. */
    @Test
    void theLayersOfANetworkInsideANetworkAreUsedAsIfTheyStoodOutside() {
        String convolutions =
                convolution("a", 4, ", 'batch_input_shape': [null, 32, 32, 1]")
                        + ", "
                        + convolution("b", 2, "");
        String inner =
                "{'class_name': 'Sequential', 'config': {'name': 'body', 'layers': ["
                        + convolutions
                        + "]}}";
        KerasModel nested = model("{'layers': [" + inner + ", " + head() + "]}");
        KerasModel flat = model("{'layers': [" + convolutions + ", " + head() + "]}");
        Tensor x = pixels(16, 16, 1);
        Tensor expected = heat(flat, x);
        assertThat(heat(nested, x)).isEqualTo(expected);
        assertThat(expected.floats()).doesNotContain(0);
    }

    private Tensor heat(KerasModel base, Tensor x) {
        CentreTransfer transfer = CentreTransfer.of("it", base, engine);
        assertThat(transfer.levels()).isEqualTo(Map.of(4, "a", 8, "b"));
        Transfer.Result result = transfer.frozenUpTo("a").heads(CLASSES, 2);
        assertThat(result.frozen()).contains("a").doesNotContain("b");
        try (LearningNetwork network = engine.learn(setup(result, 1))) {
            train(network, result, x, 2);
            assertThat(network.weights().get("a/kernel")).isEqualTo(base.weights().get("a/kernel"));
            return network.predict(Map.of(result.input(), x)).get(PixelArchitectures.HEAT);
        }
    }

    /** The files' own convolutions do not halve; these do, and see the same as before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nested.k2.h5",
                "nested.k3.h5",
                "nested.keras",
                "nested_sequential.k2.h5",
                "nested_sequential.k3.h5",
                "nested_sequential.keras",
                "transfer.k2.h5",
                "transfer.k3.h5",
                "transfer.keras"
            })
    void networksInsideAreOpenedInEveryDialect(String file, @TempDir Path folder) {
        KerasModel base = halving("keras-architectures/structure/" + file);
        String layer = "batch_normalization_1";
        CentreTransfer transfer = CentreTransfer.of(file, base, engine);
        assertThat(transfer.levels()).containsEntry(4, layer);
        Transfer.Result result = transfer.heads(CLASSES, 2);
        Map<String, Tensor> weights;
        try (LearningNetwork network = engine.learn(setup(result, 1))) {
            weights = network.weights();
        }
        engine.buildKeras(base.architecture(), base.weights(), folder.resolve("nested"));
        engine.buildKeras(result.architecture(), weights, folder.resolve("opened"));
        Tensor x = pixels(16, 16, 3);
        Tensor own = features(folder.resolve("nested"), layer, x);
        Tensor opened = features(folder.resolve("opened"), layer, x);
        assertThat(own.shape()).containsExactly(2, 3, 3, 5);
        assertThat(opened.shape()).containsExactly(2, 4, 4, 5);
        // NB: the files' own convolutions lose the last row and column, and nothing before.
        for (int i = 0; i < own.size(); i++) {
            int column = i / 5 % 3;
            int row = i / 15;
            int other = ((row / 3 * 4 + row % 3) * 4 + column) * 5 + i % 5;
            assertThat(opened.get(other)).isCloseTo(own.get(i), within(1e-6));
        }
        assertThat(own.floats()).doesNotContain(0);
    }

    /**
     * Its second convolution starts at another pixel when it is padded: what it sees is shifted.
     */
    @ParameterizedTest
    @ValueSource(strings = {"two_levels.k2.h5", "two_levels.k3.h5", "two_levels.keras"})
    void networksInsideThoseInsideAreOpenedToo(String file) {
        KerasModel base = halving("keras-architectures/structure/" + file);
        CentreTransfer transfer = CentreTransfer.of(file, base, engine);
        assertThat(transfer.levels()).isEqualTo(Map.of(4, "batch_normalization_1", 8, "conv2d_2"));
        Transfer.Result result = transfer.heads(CLASSES, 2);
        try (LearningNetwork network = engine.learn(setup(result, 1))) {
            train(network, result, pixels(16, 24, 3), 1);
            assertThat(network.weights()).containsAllEntriesOf(result.weights());
        }
    }

    /** A file whose convolutions have strides of 2 in the place of 1, for images of 16 x 16. */
    private KerasModel halving(String file) {
        KerasModel read = read(file);
        String strided =
                read.architecture()
                        .replaceAll("\"strides\":\\s*\\[1,\\s*1]", "\"strides\":[2,2]")
                        .replaceAll("\\[null,\\s*12,\\s*12,\\s*3]", "[null,16,16,3]");
        return new KerasModel(strided, read.weights());
    }

    @Test
    void networksThatCannotFindCentresAreRefusedWithARemedy() {
        refused(
                read("malaria-keras/malaria_model.h5"),
                "it: none of its layers gives images of 1/4, 1/8, 1/16 or 1/32 of the picture's"
                        + " size (there are 1/1); use a network that halves its images at least"
                        + " twice.");
        refused(
                read("keras-architectures/layers/cf_chain.keras"),
                "it: its images have the channels before height and width; save it with"
                        + " data_format channels_last.");
        refused(
                read("keras-architectures/structure/siamese.keras"),
                "it has 2 inputs; use a network that takes one image.");
        String shape =
                "{'class_name': 'Reshape', 'config': {'name': 'r', 'target_shape': [8, 8, 2]}}";
        String first = convolution("a", 4, ", 'batch_input_shape': [null, 32, 32, 1]");
        refused(
                model("{'layers': [" + first + ", " + shape + ", " + head() + "]}"),
                "it does not take pictures of another size than its own");
    }

    private void refused(KerasModel base, String why) {
        assertThatThrownBy(() -> CentreTransfer.of("it", base, engine))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("Exception");
    }

    private static String convolution(String name, int stride, String more) {
        return "{'class_name': 'Conv2D', 'config': {'name': '"
                + name
                + "', 'filters': 2, 'kernel_size': [3, 3], 'padding': 'same', 'strides': ["
                + stride
                + ", "
                + stride
                + "], 'activation': 'relu'"
                + more
                + "}}";
    }

    private static String head() {
        return "{'class_name': 'GlobalAveragePooling2D', 'config': {'name': 'g'}},"
                + " {'class_name': 'Dense', 'config': {'name': 'd', 'units': 2}}";
    }

    /** A Sequential of convolutions {@code a} of one channel and {@code b}. */
    private static KerasModel model(String config) {
        Map<String, Tensor> weights = new HashMap<>();
        weights.put("a/kernel", TestNetwork.random(1, List.of(3L, 3L, 1L, 2L), 3));
        weights.put("a/bias", Tensor.of(new float[2], 2));
        if (config.contains("'b'")) {
            weights.put("b/kernel", TestNetwork.random(2, List.of(3L, 3L, 2L, 2L), 3));
            weights.put("b/bias", Tensor.of(new float[2], 2));
        }
        String json = "{'class_name': 'Sequential', 'config': " + config + "}";
        return new KerasModel(json.replace('\'', '"'), weights);
    }

    private KerasModel read(String file) {
        Path path = MODELS.resolve(file);
        Assumptions.assumeTrue(Files.exists(path), "skipped: " + path + " is missing");
        return engine.readKeras(path);
    }

    private static Tensor pixels(int height, int width, int channels) {
        return TestNetwork.random(4, List.of(-1L, (long) height, (long) width, (long) channels), 2);
    }

    private static void train(LearningNetwork network, Transfer.Result of, Tensor x, int steps) {
        Map<String, Tensor> y = new TreeMap<>();
        for (TensorInfo output : network.outputs()) {
            int height = (int) x.shape()[1] / 4;
            int width = (int) x.shape()[2] / 4;
            int channels = Math.toIntExact(output.shape().get(3));
            float[] ones = new float[2 * height * width * channels];
            java.util.Arrays.fill(ones, 1);
            y.put(output.name(), Tensor.of(ones, 2, height, width, channels));
        }
        for (int i = 0; i < steps; i++) {
            assertThat(network.step(Map.of(of.input(), x), y, 1e-3)).isFinite();
        }
    }

    private static TrainingSetup setup(Transfer.Result of, double factor) {
        return new TrainingSetup(
                of.architecture(),
                of.weights(),
                of.frozen(),
                of.rateFactors(factor),
                LOSSES,
                Optimizer.Adam.DEFAULT,
                1,
                0,
                Device.CPU);
    }
}
