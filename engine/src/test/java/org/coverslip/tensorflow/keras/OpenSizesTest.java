package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network whose input leaves height and width open gives what the same network gives for a fixed
 * size. Layers that need to know the size say so.
 */
class OpenSizesTest {

    private static final Path LAYERS =
            Path.of(
                    System.getProperty("coverslip.data"),
                    "models",
                    "keras-architectures",
                    "layers");

    /** Their weights or their result depend on height and width. */
    private static final Set<String> BOUND_TO_A_SIZE =
            Set.of(
                    "batchnorm_axis1",
                    "layernorm_axes",
                    "prelu",
                    "resizing_crop",
                    "center_crop",
                    "cf_flatten",
                    "dense_after_flatten");

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> everyLayer() throws IOException {
        Assumptions.assumeTrue(Files.exists(LAYERS), "skipped: " + LAYERS + " is missing");
        List<String> names;
        try (Stream<Path> files = Files.list(LAYERS)) {
            names =
                    files.map(f -> f.getFileName().toString())
                            .filter(f -> f.endsWith(".keras"))
                            .map(f -> f.replace(".keras", ""))
                            .filter(n -> Files.exists(LAYERS.resolve(n + ".input.npy")))
                            .sorted()
                            .toList();
        }
        return names.stream().map(n -> dynamicTest(n, () -> check(n)));
    }

    private void check(String name) throws IOException {
        Tensor input = Npy.read(LAYERS.resolve(name + ".input.npy"));
        Path file = LAYERS.resolve(name + ".keras");
        byte[] config = TestModel.members(file).get("config.json");
        String json = new String(config);
        String fixed = json.replaceFirst("(?s).*?\"batch_shape\": (\\[[^]]*\\]).*", "$1");
        String[] sizes = fixed.split(", ");
        boolean first = name.startsWith("cf_");
        for (int i = first ? 2 : 1; i < sizes.length - (first ? 0 : 1); i++) {
            sizes[i] = sizes[i].replaceFirst("\\d+", "null");
        }
        String open = json.replace(fixed, String.join(", ", sizes));
        Path opened = folder.resolve(name + ".keras");
        TestModel.zip(opened, TestModel.members(file, "config.json", open));
        Path saved = folder.resolve(name);
        if (BOUND_TO_A_SIZE.contains(name)) {
            assertThatThrownBy(() -> new KerasImporter().importInto(opened, saved))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("before it runs")
                    .hasMessageContaining("fixed size");
            return;
        }
        var network = new KerasImporter().importInto(opened, saved);
        String key = network.inputs().get(0).tensor().name();
        String output = network.outputs().get(0).tensor().name();
        Tensor expected = Npy.read(LAYERS.resolve(name + ".expected.npy"));
        try (SavedModelRunner runner = new SavedModelRunner(saved)) {
            Tensor actual = runner.run(Map.of(key, input)).get(output);
            assertThat(network.outputs().get(0).tensor().accepts(actual.shape())).isTrue();
            assertThat(actual.shape()).isEqualTo(expected.shape());
            assertThat(actual.floats())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(expected.floats());
        }
    }
}
