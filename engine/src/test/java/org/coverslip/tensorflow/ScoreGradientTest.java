package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;
import org.coverslip.tensorflow.inline.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.DataType;

/** The gradient of a network's scores by its layers, against differences of the scores. */
class ScoreGradientTest {

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;

    @ParameterizedTest
    @CsvSource({
        "malaria-keras/malaria_model.h5, 224, conv2d_13",
        "malaria-keras/malaria_model.h5, 224, add_3",
        "pneumonia-keras/pneumonia_model.h5, 150, conv2d_4",
        "pneumonia-keras/pneumonia_model.h5, 150, max_pooling2d_3",
    })
    void ofPublishedNetworksByAFeatureMap(String file, int side, String layer) {
        engine.importKeras(TestData.find("models/" + file), temp.resolve("m"));
        try (OpenModel model = open(temp.resolve("m"))) {
            Tensor image = Tensor.of(uniform(2 * side * side * 3), 2, side, side, 3);
            assertThat(featureMapError(model, layer, image)).isLessThan(1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv1/Conv2D",
                "conv1",
                "bn",
                "act",
                "swish",
                "conv2/Conv2D",
                "conv2",
                "pool",
                "dense/BiasAdd",
                "x"
            })
    void ofAFunctionWrappedNetworkByEveryLayer(String layer) {
        try (OpenModel model = open(FunctionModel.write(temp))) {
            TensorFlowNetwork network = new TensorFlowNetwork(model);
            Map<String, Tensor> image = Map.of("x", Slope.noise(1, 3, 8, 8, 3));
            Tensor weights = Slope.noise(2, 3, 4);
            try (ScoreGradient gradient = network.gradient("y", layer)) {
                assertThat(gradient.scores())
                        .isEqualTo(new LayerInfo("dense/BiasAdd", "BiasAdd", List.of(-1L, 4L)));
                assertThat(gradient.at().name()).isEqualTo(layer);
                var result = gradient.run(image, weights);
                double error =
                        Slope.error(
                                result.values(),
                                result.gradient(),
                                weights,
                                moved -> scores(model, image, layer, moved));
                assertThat(error).isLessThan(1e-3);
                assertThat(result.outputs().get("y").floats())
                        .containsExactly(network.run(image).get("y").floats(), within(1e-6f));
            }
        }
    }

    @Test
    void layersInsideFunctionsAreNamedAsThoseOfAKerasFile() {
        try (Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT)) {
            assertThat(network.layers().stream().map(LayerInfo::name))
                    .containsExactly(
                            "conv1/Conv2D",
                            "conv1",
                            "bn",
                            "act",
                            "swish/Sigmoid",
                            "swish/mul",
                            "swish",
                            "conv2/Conv2D",
                            "conv2",
                            "pool",
                            "dense/MatMul",
                            "dense/BiasAdd",
                            "dense");
            assertThat(network.layers())
                    .contains(new LayerInfo("conv2", "Tanh", List.of(-1L, 8L, 8L, 5L)));
            Map<String, Tensor> image = Map.of("x", Slope.noise(1, 3, 8, 8, 3));
            assertThat(network.run(image, List.of("dense")).get("dense"))
                    .as("the same bits in the opened function")
                    .isEqualTo(network.run(image).get("y"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "half_plus_two_tf1, serving_default, x, y, 0.5",
        "half_plus_two_tf2, regress_x2_to_y3, inputs, outputs, 0.5",
        "times_three_float, serving_default, x, output_0, 3",
        "module_with_multiple_signatures, timestwo, x, output_0, 2",
        "java_using_python, add, b, output_0, 1",
    })
    void ofTheSmallestExamplesIsTheirFactor(
            String name, String signature, String input, String output, float factor) {
        Path path = TestData.find("models/tiny-savedmodels/" + name);
        NetworkOptions options = NetworkOptions.DEFAULT.withSignature(signature);
        try (Network network = engine.open(path, options)) {
            Map<String, Tensor> inputs = new java.util.HashMap<>();
            for (var info : network.inputs()) {
                long[] shape =
                        info.shape() == null
                                ? new long[] {1}
                                : info.shape().stream().mapToLong(n -> 1).toArray();
                inputs.put(info.name(), Tensor.of(new float[] {7}, shape));
            }
            try (ScoreGradient gradient = network.gradient(output, input)) {
                Tensor two = Tensor.of(new float[] {2}, 1);
                var result = gradient.run(inputs, two);
                assertThat(result.gradient().floats()).containsExactly(2 * factor);
                assertThat(result.outputs()).isEqualTo(network.run(inputs));
            }
        }
    }

    @Test
    void oneHotWeightsChooseTheClass() {
        try (Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT);
                ScoreGradient gradient = network.gradient("y", "conv2")) {
            Map<String, Tensor> image = Map.of("x", Slope.noise(1, 2, 8, 8, 3));
            float[] sum = new float[2 * 8 * 8 * 5];
            for (int c = 0; c < 4; c++) {
                float[] hot = new float[8];
                hot[c] = hot[4 + c] = 1;
                float[] one = gradient.run(image, Tensor.of(hot, 2, 4)).gradient().floats();
                for (int i = 0; i < sum.length; i++) sum[i] += one[i];
            }
            Tensor ones = Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, 2, 4);
            assertThat(gradient.run(image, ones).gradient().floats())
                    .containsExactly(sum, within(1e-6f));
        }
    }

    @Test
    void whatCannotBeDifferentiatedIsRefusedAndTheNetworkStillRuns() {
        SmallModel model = new SmallModel(-1, 4);
        model.op("sine", "Sin", "x");
        model.op("rounded", "Rint", "sine");
        model.op("side", "Cos", "x");
        var whole = model.writer().node("whole", "Cast", "x");
        whole.putAttr("SrcT", SmallModel.type(DataType.DT_FLOAT));
        whole.putAttr("DstT", SmallModel.type(DataType.DT_INT32));
        var again = model.writer().node("again", "Cast", "whole");
        again.putAttr("SrcT", SmallModel.type(DataType.DT_INT32));
        again.putAttr("DstT", SmallModel.type(DataType.DT_FLOAT));
        model.op("sum", "AddV2", "rounded", "again");
        try (Network network = engine.open(model.write(temp, "sum"), NetworkOptions.DEFAULT)) {
            refused(() -> network.gradient("y", "sine"), "no gradient for the operation Rint");
            refused(() -> network.gradient("y", "side"), "it has no layer \"side\"");
            refused(() -> network.gradient("y", "whole"), "(Cast) holds no floating point numbers");
            refused(() -> network.gradient("z", "sine"), "it has no output \"z\"");
            refused(() -> network.gradient("y", "sin"), "for example sine");
            assertThat(network.run(Map.of("x", Tensor.of(new float[4], 1, 4))).get("y").floats())
                    .containsOnly(0);
        }
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    private static Tensor scores(
            OpenModel model, Map<String, Tensor> image, String layer, Tensor values) {
        InnerGraph inside = model.inside();
        Layer scores = inside.scores(model.outputs().get(0));
        Layer at = inside.place(layer);
        // NB: what is fed can be any tensor inside, which cuts off what computes it.
        return new InnerRun(model)
                .fetch(
                        layer.equals("x") ? Map.of("x", values) : image,
                        layer.equals("x") ? Map.of() : Map.of(at.value(), values),
                        Map.of("scores", scores.value()))
                .get("scores");
    }

    /**
     * Worst relative error along directions in which the feature map only grows where the gradient
     * has one sign: maxima then stay where they are, and what follows is linear up to the next ReLU
     * that switches.
     */
    private static double featureMapError(OpenModel model, String layer, Tensor image) {
        String input = model.inputs().get(0).name();
        String output = model.outputs().get(0).name();
        Map<String, Tensor> inputs = Map.of(input, image);
        Tensor weights = Tensor.of(new float[] {1, -0.7f}, 2, 1);
        TensorFlowNetwork network = new TensorFlowNetwork(model);
        ScoreGradient.Result result = network.gradient(output, layer).run(inputs, weights);
        float[] gradient = result.gradient().floats();
        double before = Slope.product(weights, result.scores());
        double worst = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
            float[] direction = new float[gradient.length];
            double along = 0;
            for (int i = 0; i < gradient.length; i++) {
                if (gradient[i] * sign > 0) direction[i] = Math.abs(result.values().floats()[i]);
                along += direction[i] * (double) gradient[i];
            }
            assertThat(Math.abs(along)).isPositive();
            double best = Double.MAX_VALUE;
            for (double step : new double[] {1, 0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4}) {
                Tensor moved = Slope.moved(result.values(), direction, step);
                double after = Slope.product(weights, scores(model, inputs, layer, moved));
                double error = Math.abs((after - before) / step - along) / Math.abs(along);
                best = Math.min(best, error);
            }
            worst = Math.max(worst, best);
        }
        return worst;
    }

    private static OpenModel open(Path folder) {
        CheckedModel checked = CheckedModel.of(folder, NetworkOptions.DEFAULT);
        var loader = new ModelLoader(Natives.start(0), Device.CPU, 0);
        return new OpenModel(checked, loader.load(checked), Device.CPU);
    }

    private static float[] uniform(int size) {
        float[] values = new float[size];
        Random random = new Random(3);
        for (int i = 0; i < size; i++) values[i] = random.nextFloat();
        return values;
    }
}
