package org.coverslip.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coverslip.network.Engines;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * Gradients of a DenseNet121 with random weights, against differences of the scores that another
 * session gives when a feature map is overridden.
 */
class DenseNetGradientTest {

    private static final int SIDE = 96;
    private static final Tensor WEIGHTS = Tensor.of(new float[] {1, -0.5f, 0.3f}, 1, 3);

    @TempDir static Path temp;
    private static Path flat;

    @ParameterizedTest
    @ValueSource(strings = {"last_relu", "block3_15_concat", "block3_7_concat", "transition2_pool"})
    void theGradientByAFeatureMapIsTheSlopeOfTheScores(String layer) throws Exception {
        Map<String, Tensor> image = Map.of("x", image());
        try (Network network = Engines.get().open(flat(), NetworkOptions.DEFAULT);
                ScoreGradient gradient = network.gradient("head", layer);
                SavedModelBundle other = SavedModelBundle.load(flat().toString(), "serve")) {
            ScoreGradient.Result result = gradient.run(image, WEIGHTS);
            // NB: with several threads two runs of one network differ as much.
            assertThat(result.outputs().get("head").floats())
                    .containsExactly(network.run(image).get("head").floats(), within(1e-6f));
            float[] slopes = result.gradient().floats();
            float[] values = result.values().floats();
            for (int seed = 0; seed < 2; seed++) {
                Random random = new Random(seed);
                float[] direction = new float[slopes.length];
                double along = 0;
                double norm = 0;
                for (float slope : slopes) norm += slope * (double) slope;
                double mean = Math.sqrt(norm / slopes.length);
                for (int i = 0; i < slopes.length; i++) {
                    direction[i] = (float) (random.nextGaussian() + slopes[i] / mean);
                    along += slopes[i] * (double) direction[i];
                }
                double best = Double.MAX_VALUE;
                for (double step : new double[] {0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4}) {
                    double above = score(other, layer, values, direction, step, result);
                    double below = score(other, layer, values, direction, -step, result);
                    double error = Math.abs((above - below) / (2 * step) - along);
                    best = Math.min(best, error / Math.abs(along));
                }
                assertThat(best).isLessThan(1e-3);
            }
        }
    }

    private static double score(
            SavedModelBundle model,
            String layer,
            float[] values,
            float[] direction,
            double step,
            ScoreGradient.Result of) {
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) moved[i] += (float) (step * direction[i]);
        Shape shape = Shape.of(of.values().shape());
        try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(moved));
                Result result =
                        model.session()
                                .runner()
                                .feed(layer + ":0", fed)
                                .fetch("head/MatMul:0")
                                .run()) {
            TFloat32 scores = (TFloat32) result.get(0);
            double sum = 0;
            for (int c = 0; c < 3; c++) sum += WEIGHTS.get(c) * scores.getFloat(0, c);
            return sum;
        }
    }

    @Test
    void inFunctionsItIsTheSameNetwork() throws Exception {
        try (Network network = Engines.get().open(flat(), NetworkOptions.DEFAULT)) {
            Path folder = temp.resolve("functions");
            FunctionWrapped.write(flat(), folder);
            try (Network wrapped = Engines.get().open(folder, NetworkOptions.DEFAULT);
                    ScoreGradient one = network.gradient("head", "block2_11_concat");
                    ScoreGradient two = wrapped.gradient("head", "block2_11_concat")) {
                assertThat(names(wrapped)).isEqualTo(names(network));
                assertThat(wrapped.weightedLayers()).isEqualTo(network.weightedLayers());
                Map<String, Tensor> image = Map.of("x", image());
                Map<String, Tensor> inside = wrapped.run(image, List.of("last_relu"));
                // NB: TensorFlow's optimizer treats batch normalisations otherwise in functions.
                assertThat(inside.get("head").floats())
                        .containsExactly(wrapped.run(image).get("head").floats(), within(1e-6f));
                float[] expected = one.run(image, WEIGHTS).gradient().floats();
                float[] found = two.run(image, WEIGHTS).gradient().floats();
                double error = 0;
                double norm = 0;
                for (int i = 0; i < found.length; i++) {
                    error += Math.pow(found[i] - expected[i], 2);
                    norm += Math.pow(expected[i], 2);
                }
                assertThat(Math.sqrt(error / norm)).isLessThan(1e-4);
            }
        }
    }

    private static List<String> names(Network network) {
        return network.layers().stream().map(LayerInfo::name).toList();
    }

    private static synchronized Path flat() {
        if (flat == null) {
            KerasJson net = new KerasJson(SIDE);
            DenseNet121.build(net);
            flat = temp.resolve("flat");
            Engines.get().buildKeras(net.json(), net.weights(), flat);
        }
        return flat;
    }

    private static Tensor image() {
        float[] values = new float[SIDE * SIDE * 3];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
        return Tensor.of(values, 1, SIDE, SIDE, 3);
    }
}
