package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Imported graphs can be differentiated: the slope of the summed outputs along a random direction
 * is what finite differences give. TensorFlow's own gradients of dilated convolutions do not hold
 * this.
 */
class GradientsTest {

    private static final Path LAYERS =
            Path.of(
                    System.getProperty("coverslip.data"),
                    "models",
                    "keras-architectures",
                    "layers");
    private static final float STEP = 0.02f;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv2d_same_stride2",
                "conv2d_dilation2",
                "conv2d_dilation2_valid",
                "conv2d_groups",
                "depthwise_mult2",
                "depthwise_dilation2",
                "separable",
                "transpose_same_stride2",
                "transpose_valid_stride3_k2",
                "batchnorm_full",
                "batchnorm_axis1",
                "avgpool_same_k3s2",
                "gap",
                "zeropad_asym",
                "cropping",
                "upsample_bilinear",
                "upsample_nearest",
                "resizing_down",
                "dense_after_flatten",
                "cf_conv",
                "cf_depthwise",
                "conv2d_act_sigmoid",
                "conv2d_act_gelu",
                "conv2d_act_swish"
            })
    void theGradientIsTheSlopeOfTheOutput(String name, @TempDir Path folder) throws IOException {
        Path file = LAYERS.resolve(name + ".keras");
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        var network = new KerasImporter().importInto(file, folder.resolve("m"));
        String input = network.inputs().get(0).tensor().name();
        String output = network.outputs().get(0).tensor().name();
        Tensor x = Npy.read(LAYERS.resolve(name + ".input.npy"));
        float[] direction = new float[x.size()];
        Random random = new Random(3);
        for (int i = 0; i < direction.length; i++) direction[i] = (float) random.nextGaussian();

        try (SavedModelRunner runner = new SavedModelRunner(folder.resolve("m"))) {
            double above = sum(runner.run(Map.of(input, moved(x, direction, STEP))).get(output));
            double below = sum(runner.run(Map.of(input, moved(x, direction, -STEP))).get(output));
            double slope = (above - below) / (2 * STEP);

            float[] gradient = runner.gradient(output, input, x).floats();
            double along = 0;
            for (int i = 0; i < gradient.length; i++) along += gradient[i] * direction[i];

            assertThat(along).isCloseTo(slope, within(0.01 * (1 + Math.abs(slope))));
        }
    }

    private static Tensor moved(Tensor x, float[] direction, float step) {
        float[] to = x.floats().clone();
        for (int i = 0; i < to.length; i++) to[i] += step * direction[i];
        return Tensor.of(to, x.shape());
    }

    private static double sum(Tensor t) {
        double sum = 0;
        for (float v : t.floats()) sum += v;
        return sum;
    }
}
