package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DenseNet121 of full width (Huang et al., 2017) with random weights, as Keras would save it. */
class DenseNetTest {

    private static final String NO_BIAS = ", \"use_bias\": false";

    private final Random random = new Random(1);
    private final TestModel model = new TestModel();
    private int channels = 3;

    @Test
    void aFullSizeNetworkImportsAndRunsWithinFiveSecondsOfOneCore(@TempDir Path folder)
            throws IOException {
        Path file = densenet121().writeArchive(folder.resolve("densenet121.keras"));
        SavedModelRunner.start();

        long start = cpuNanos();
        ImportedNetwork network = new KerasImporter().importInto(file, folder.resolve("model"));
        long imported = cpuNanos();
        try (SavedModelRunner runner = new SavedModelRunner(folder.resolve("model"))) {
            Tensor image = Tensor.of(new float[224 * 224 * 3], 1, 224, 224, 3);
            float[] scores = runner.run(Map.of("image", image)).get("predictions").floats();
            Duration took = Duration.ofNanos(cpuNanos() - start);
            assertThat(scores).hasSize(1000);
            assertThat(sum(scores))
                    .as("a softmax")
                    .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-3));
            assertThat(took)
                    .as("import alone took " + Duration.ofNanos(imported - start))
                    .isLessThan(Duration.ofSeconds(5));
        }
        assertThat(network.inputs().get(0).axes()).isEqualTo("byxc");
        assertThat(network.outputs().get(0).activation()).isEqualTo("softmax");
    }

    /** NB: of this process on all cores: a busy machine must not fail the test. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private TestModel densenet121() {
        model.input("image", 224, 224, 3);
        model.then("ZeroPadding2D", "pad", "{\"padding\": [[3, 3], [3, 3]]}");
        convolution("conv1", 7, 64, ", \"strides\": 2");
        normalization("conv1");
        model.then("ZeroPadding2D", "pad1", "{\"padding\": [[1, 1], [1, 1]]}");
        model.then("MaxPooling2D", "pool1", "{\"pool_size\": 3, \"strides\": 2}");
        int stage = 2;
        for (int blocks : List.of(6, 12, 24, 16)) {
            for (int b = 1; b <= blocks; b++) dense("conv" + stage + "_block" + b);
            if (stage < 5) {
                normalization("pool" + stage);
                convolution("pool" + stage + "_conv", 1, channels / 2, "");
                model.then("AveragePooling2D", "pool" + stage + "_pool", "{\"pool_size\": 2}");
            }
            stage++;
        }
        normalization("top");
        model.then("GlobalAveragePooling2D", "avg_pool", "{}");
        String dense = "{\"units\": 1000, \"activation\": \"softmax\"}";
        float[][] kernel = new float[channels][];
        for (int i = 0; i < channels; i++) kernel[i] = normal(1000, 0.02);
        return model.then("Dense", "predictions", dense, kernel, new float[1000]);
    }

    private void dense(String name) {
        String before = model.last();
        int width = channels;
        normalization(name + "_0");
        convolution(name + "_1_conv", 1, 128, "");
        normalization(name + "_1");
        convolution(name + "_2_conv", 3, 32, ", \"padding\": \"same\"");
        channels = width + 32;
        model.layer("Concatenate", name + "_concat", "{}", List.of(before, model.last()));
    }

    private void convolution(String name, int size, int filters, String more) {
        float[][][][] kernel = new float[size][size][channels][];
        double deviation = Math.sqrt(2.0 / (size * size * channels));
        for (float[][][] row : kernel) {
            for (float[][] at : row) {
                for (int c = 0; c < channels; c++) at[c] = normal(filters, deviation);
            }
        }
        channels = filters;
        String config = "{\"filters\": %d, \"kernel_size\": %d%s%s}";
        model.then("Conv2D", name, config.formatted(filters, size, more, NO_BIAS), (Object) kernel);
    }

    private void normalization(String name) {
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        float[] zeros = new float[channels];
        model.then("BatchNormalization", name + "_bn", "{\"axis\": 3}", ones, zeros, zeros, ones);
        model.then("Activation", name + "_relu", "{\"activation\": \"relu\"}");
    }

    private float[] normal(int n, double deviation) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) values[i] = (float) (deviation * random.nextGaussian());
        return values;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float v : values) sum += v;
        return sum;
    }
}
