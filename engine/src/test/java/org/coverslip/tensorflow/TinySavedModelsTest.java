package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Signature;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;

/**
 * The examples of TensorFlow Serving, TensorFlow.js and TensorFlow Java, written by TensorFlow 1.0
 * to 2.14. The arithmetic stated here was read from their graphs; all of it is exact in float32.
 */
class TinySavedModelsTest {

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @Test
    void halfPlusTwoOfTensorFlow1() {
        Path model = model("half_plus_two_tf1/00000123");
        assertThat(signatures(model))
                .containsExactly(
                        "classify_x_to_y",
                        "regress_x2_to_y3",
                        "regress_x_to_y",
                        "regress_x_to_y2",
                        "serving_default");
        float[] x = {-3, 0, 1, 1024};
        assertThat(run(model, "", Map.of("x", column(x))))
                .containsExactly(Map.entry("y", column(0.5f, 2, 2.5f, 514)));
        // y3 = x2 / 2 + 3
        assertThat(run(model, "regress_x2_to_y3", Map.of("inputs", column(x))))
                .containsExactly(Map.entry("outputs", column(1.5f, 3, 3.5f, 515)));
    }

    @Test
    void halfPlusTwoOfTensorFlow2() {
        Path model = model("half_plus_two_tf2/00000123");
        assertThat(run(model, "", Map.of("x", vector(7))))
                .containsExactly(Map.entry("y", vector(5.5f)));
        assertThat(run(model, "classify_x2_to_y3", Map.of("inputs", vector(7))))
                .containsExactly(Map.entry("scores", vector(6.5f)));
        assertThat(run(model, "regress_x2_to_y3", Map.of("inputs", vector(7))))
                .containsExactly(Map.entry("outputs", vector(6.5f)));
    }

    @Test
    void halfPlusThreeFoundInItsSingleVersionFolder() {
        Path model = model("half_plus_three");
        assertThat(engine.describe(model).signatures().get(0).inputs())
                .hasToString("[x float32 [unknown rank]]");
        Tensor x = Tensor.of(new float[] {-6, 0, 1, 2}, 2, 2);
        assertThat(run(model, "", Map.of("x", x)))
                .containsExactly(Map.entry("y", Tensor.of(new float[] {0, 3, 3.5f, 4}, 2, 2)));
    }

    @Test
    void aSignatureOfTextIsRefusedByName() {
        Path model = model("half_plus_two_tf1");
        refused(model, "classify_x_to_y", "input \"inputs\" takes neither numbers");
        // NB: this one declares its text input as float32.
        refused(model("half_plus_three"), "tensorflow/serving/regress", "\"tf_example:0\" is not");
    }

    @Test
    void timesThreeAndModuleWithTwoSignatures() {
        Map<String, Tensor> five = Map.of("x", Tensor.of(new float[] {5}));
        Tensor fifteen = Tensor.of(new float[] {15});
        assertThat(run(model("times_three_float"), "", five))
                .containsExactly(Map.entry("output_0", fifteen));
        Path module = model("module_with_multiple_signatures");
        assertThat(signatures(module)).containsExactly("serving_default", "timestwo");
        assertThat(run(module, "", five)).containsExactly(Map.entry("output_0", fifteen));
        assertThat(run(module, "timestwo", five))
                .containsExactly(Map.entry("output_0", Tensor.of(new float[] {10})));
    }

    @Test
    void integersAreMultipliedBySix() {
        Path model = model("int64_multiply");
        assertThat(run(model, "", Map.of("x", Tensor.of(new long[] {-7, 100_000}, 2))))
                .containsExactly(Map.entry("output_0", Tensor.of(new int[] {-42, 600_000}, 2)));
        Tensor byte200 = Tensor.of(new int[] {200}, 1);
        assertThat(run(model("uint8_multiply"), "", Map.of("x", byte200)))
                .containsExactly(Map.entry("output_0", Tensor.of(new int[] {1200}, 1)));
    }

    @Test
    void severalInputsAndOutputsAreBoundByName() {
        // output_0 = 2 x, output_1 = y
        Map<String, Tensor> both =
                Map.of("x", Tensor.of(new int[] {40}), "y", Tensor.of(new int[] {2}));
        assertThat(run(model("model_multi_output"), "", both))
                .containsExactly(
                        Map.entry("output_0", Tensor.of(new int[] {80})),
                        Map.entry("output_1", Tensor.of(new int[] {2})));
        // output_0 = 2 x, output_1 = x
        Map<String, Tensor> one = Map.of("x", Tensor.of(new int[] {40}));
        assertThat(run(model("model_single_input_multi_output"), "", one))
                .containsExactly(
                        Map.entry("output_0", Tensor.of(new int[] {80})),
                        Map.entry("output_1", Tensor.of(new int[] {40})));
    }

    @Test
    void withoutAServingDefaultTheSignatureMustBeNamed() {
        Path model = model("java_using_python");
        refused(
                model,
                "",
                "name one of its signatures [add, get_const_matrix, get_const_scalar,"
                        + " get_const_vector, get_variable]");
        refused(model, "serving_default", "it has no signature \"serving_default\"");
        Map<String, Tensor> inputs = Map.of("a", vector(1, 2), "b", vector(10, 20));
        assertThat(run(model, "add", inputs))
                .containsExactly(Map.entry("output_0", vector(11, 22)));
        // The others add constants of three shapes, all zero.
        Map<String, Tensor> input = Map.of("input", vector(1, 2, 3));
        Tensor rows = Tensor.of(new float[] {1, 2, 3, 1, 2, 3}, 2, 3);
        assertThat(run(model, "get_const_matrix", input))
                .containsExactly(Map.entry("output_0", rows));
        for (String signature : List.of("get_const_scalar", "get_const_vector"))
            assertThat(run(model, signature, input))
                    .containsExactly(Map.entry("output_0", vector(1, 2, 3)));
        assertThat(run(model, "get_variable", Map.of("dummy", vector(0))))
                .containsExactly(Map.entry("output_0", Tensor.of(new float[] {2})));
    }

    @Test
    void aTableModelRunsAsAPlainNetwork() {
        Path model = TestData.find("models/not-an-image-model/saved_model");
        Tensor rows = Tensor.of(new float[2 * 123 * 21], 2, 123, 21);
        Map<String, Tensor> result = run(model, "", Map.of("input_1", rows));
        assertThat(result).containsOnlyKeys("dense_9", "dense_10");
        assertThat(result.get("dense_9").shape()).containsExactly(2, 123, 1);
    }

    private static Path model(String name) {
        return TestData.find("models/tiny-savedmodels/" + name);
    }

    private List<String> signatures(Path model) {
        assertThat(engine.describe(model).dangerous()).isEmpty();
        return engine.describe(model).signatures().stream().map(Signature::key).toList();
    }

    private Map<String, Tensor> run(Path model, String signature, Map<String, Tensor> inputs) {
        NetworkOptions options = NetworkOptions.DEFAULT.withSignature(signature);
        try (Network network = engine.open(model, options)) {
            return network.run(inputs);
        }
    }

    private void refused(Path model, String signature, String why) {
        NetworkOptions options = NetworkOptions.DEFAULT.withSignature(signature);
        assertThatThrownBy(() -> engine.open(model, options))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    private static Tensor column(float... values) {
        return Tensor.of(values, values.length, 1);
    }

    private static Tensor vector(float... values) {
        return Tensor.of(values, values.length);
    }
}
