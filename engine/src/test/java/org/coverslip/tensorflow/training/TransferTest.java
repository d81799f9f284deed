package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.KerasModel;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.tensorflow.TensorFlowEngine;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.Transfer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that Keras saved gets a new head, and only what is not frozen learns. */
class TransferTest {

    private static final Path FILES =
            Path.of(System.getProperty("coverslip.data"), "models", "keras-architectures");

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "architectures/densenet121.k2.h5",
                "architectures/malaria_cnn.k2.h5",
                "architectures/malaria_cnn.keras",
                "architectures/mobilenet_v2.keras",
                "architectures/resnet50.k3.h5",
                "structure/transfer.k2.h5",
                "structure/transfer.keras",
                "structure/sequential_no_input.k2.h5"
            })
    void onlyTheHeadOfAFrozenNetworkChanges(String file, @TempDir Path folder) {
        Transfer.Result result = Transfer.of(read(file)).head(new Frame(0, 0, 3, 4, false));
        Tensor x;
        Tensor predicted;
        try (LearningNetwork network = engine.learn(setup(result))) {
            x = TestNetwork.random(1, network.inputs().get(0).shape(), 4);
            Map<String, Tensor> before = network.weights();
            train(network, result, x, 3);
            Map<String, Tensor> after = network.weights();

            assertThat(changed(before, after)).containsExactly("scores/bias", "scores/kernel");
            assertThat(network.trainable()).containsExactly("scores/kernel", "scores/bias");
            result.weights()
                    .forEach(
                            (name, stored) -> {
                                if (after.containsKey(name)) {
                                    assertThat(after.get(name)).as(name).isEqualTo(stored);
                                }
                            });
            predicted = network.predict(Map.of(result.input(), x)).get("scores");
            engine.buildKeras(result.architecture(), after, folder.resolve("m"));
        }
        try (Network saved = engine.open(folder.resolve("m"), NetworkOptions.DEFAULT)) {
            Tensor scores = saved.run(Map.of(result.input(), x)).get("scores");
            for (int i = 0; i < scores.size(); i++) {
                assertThat(scores.get(i)).isCloseTo(predicted.get(i), within(tolerance(file)));
            }
        }
    }

    /**
     * How much the material itself allows this network to differ between two ways to compute it:
     * processors round fifty layers differently (2.8e-5 for ResNet50 without AVX-512).
     */
    private static double tolerance(String file) {
        try (var lines = Files.lines(FILES.resolve("index.tsv"))) {
            return lines.map(line -> line.split("\t"))
                    .filter(cells -> cells[0].equals(file))
                    .mapToDouble(cells -> Double.parseDouble(cells[7]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatStandsBehindTheFrozenPartIsTuned() {
        KerasModel base = read("architectures/densenet121.k2.h5");
        Transfer.Result result =
                Transfer.of(base).frozenUpTo("pool4_conv").head(new Frame(0, 0, 3, 2, true));
        try (LearningNetwork network = engine.learn(setup(result))) {
            Tensor x = TestNetwork.random(1, network.inputs().get(0).shape(), 4);
            Map<String, Tensor> before = network.weights();
            train(network, result, x, 1);

            Set<String> layers =
                    changed(before, network.weights()).stream()
                            .map(name -> name.substring(0, name.lastIndexOf('/')))
                            .collect(Collectors.toSet());
            assertThat(layers).contains("conv5_block1_1_conv", "conv5_block16_1_bn", "scores");
            assertThat(layers).noneMatch(l -> l.matches("(conv[1-4]|pool[1-4]).*"));
            assertThat(result.tuned()).containsAll(changedLayersOfBase(layers));
        }
    }

    private static List<String> changedLayersOfBase(Set<String> layers) {
        return layers.stream().filter(l -> !l.equals("scores")).toList();
    }

    @Test
    void imagesMayHaveAnotherSizeThanTheOldNetworkHad() {
        KerasModel base = read("architectures/malaria_cnn.k2.h5");
        Transfer.Result result = Transfer.of(base).unfrozen().head(Frame.of(40, 3, 2));
        try (LearningNetwork network = engine.learn(setup(result))) {
            assertThat(network.inputs().get(0).shape()).containsExactly(-1L, 40L, 40L, 3L);
            assertThat(network.trainable()).hasSizeGreaterThan(4);
        }
    }

    @Test
    void aLayerThatIsNotThereIsRefusedWithThoseThatAre() {
        KerasModel base = read("architectures/malaria_cnn.k2.h5");
        assertThatThrownBy(() -> Transfer.of(base).cutAfter("nowhere").head(Frame.of(40, 3, 2)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it has no layer nowhere; use one of ");
    }

    private KerasModel read(String file) {
        Path path = FILES.resolve(file);
        Assumptions.assumeTrue(Files.exists(path), "skipped: " + path + " is missing");
        return engine.readKeras(path);
    }

    private static void train(LearningNetwork network, Transfer.Result of, Tensor x, int steps) {
        int classes = Math.toIntExact(network.outputs().get(0).shape().get(1));
        float[] truth = new float[4 * classes];
        for (int i = 0; i < 4; i++) truth[i * classes + i % classes] = 1;
        Map<String, Tensor> y = Map.of(Architectures.OUTPUT, Tensor.of(truth, 4, classes));
        for (int i = 0; i < steps; i++) {
            assertThat(network.step(Map.of(of.input(), x), y, 1e-3)).isFinite();
        }
    }

    private static Set<String> changed(Map<String, Tensor> before, Map<String, Tensor> after) {
        return after.keySet().stream()
                .filter(name -> !after.get(name).equals(before.get(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TrainingSetup setup(Transfer.Result of) {
        boolean sigmoid = of.architecture().contains("sigmoid\",\"kernel_initializer\"");
        Loss loss =
                sigmoid
                        ? new Loss.BinaryCrossEntropy(List.of(), List.of(), 0, 1)
                        : new Loss.SoftmaxCrossEntropy(List.of(), 1);
        return new TrainingSetup(
                of.architecture(),
                of.weights(),
                of.frozen(),
                of.rateFactors(0.1),
                Map.of(Architectures.OUTPUT, loss),
                Optimizer.Adam.DEFAULT,
                1,
                0,
                Device.CPU);
    }
}
