package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways of writing a model that real files use and the reference collection does not hold. */
class DialectsTest {

    @TempDir Path folder;

    /** y = x . kernel + bias, with values that tell all four numbers apart. */
    private static final float[][] KERNEL = {{1, 10}, {100, 1000}};

    private static final float[] BIAS = {0.25f, 0.5f};

    @Test
    void callsOfInnerModelsMayBeCountedFromOne() throws IOException {
        String inner =
                functional(
                        "inner",
                        input("a"),
                        layer("Dense", "dense", "{\"units\": 2}", "a", 0),
                        "dense",
                        0);
        String named =
                "{\"name\": \"inner\", \"inbound_nodes\": [[[\"b\", 0, 0, {}]], [[\"inner\", 1, 0, {}]]]}";
        String outer = functional("outer", input("b"), merged(inner, named), "inner", 2);
        // NB: inner(inner(x)), as Keras writes it: call 0 is the model's own.
        assertThat(run(outer, "inner", "dense/kernel:0", "dense/bias:0"))
                .containsExactly(twice(1, 2));
    }

    @Test
    void weightsThatWereRenamedAreTakenInTheirOrder() throws IOException {
        // NB: Keras before 2.3 numbered the scope of a model that was built a second time.
        String model =
                functional(
                        "m",
                        input("x"),
                        layer("Dense", "dense", "{\"units\": 2}", "x", 0),
                        "dense",
                        0);
        assertThat(run(model, "dense", "dense_1_1/W:0", "dense_1_1/b:0"))
                .containsExactly(201.25f, 2010.5f);
    }

    @Test
    void namesOfLayersMayHoldSlashes() throws IOException {
        String dense = layer("Dense", "block/dense", "{\"units\": 2}", "x", 0);
        String model = functional("m", input("x"), dense, "block/dense", 0);
        assertThat(run(model, "block/dense", "k/kernel:0", "k/bias:0"))
                .containsExactly(201.25f, 2010.5f);
    }

    @Test
    void preprocessingByTensorFlowFunctionsIsComputed() throws IOException {
        String reverse =
                function(
                        "SlicingOpLambda",
                        "turn",
                        "__operators__.getitem",
                        "x",
                        "{\"slice_spec\": [{\"class_name\": \"__ellipsis__\"},"
                                + " {\"start\": null, \"stop\": null, \"step\": -1}]}");
        String bias = function("TFOpLambda", "bias", "nn.bias_add", "turn", "{\"bias\": [-2, 3]}");
        String divide = function("TFOpLambda", "div", "math.truediv", "bias", "{\"y\": 0.5}");
        String dense = layer("Dense", "dense", "{\"units\": 2}", "div", 0);
        String layers = String.join(", ", reverse, bias, divide, dense);
        // x = (1, 2) becomes (2, 1), (0, 4), (0, 8).
        assertThat(
                        run(
                                functional("m", input("x"), layers, "dense", 0),
                                "dense",
                                "k/kernel:0",
                                "k/bias:0"))
                .containsExactly(800.25f, 8000.5f);
    }

    private static float[] twice(float a, float b) {
        float c = a + 100 * b + 0.25f;
        float d = 10 * a + 1000 * b + 0.5f;
        return new float[] {c + 100 * d + 0.25f, 10 * c + 1000 * d + 0.5f};
    }

    /** The outputs for x = (1, 2), from an HDF5 file as Keras 2 writes it. */
    private float[] run(String model, String group, String kernel, String bias) throws IOException {
        Path file = folder.resolve("model.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putAttribute("model_config", model);
            hdf.putAttribute("keras_version", "2.2.4");
            WritableGroup weights = hdf.putGroup("model_weights");
            weights.putAttribute("layer_names", new String[] {group});
            WritableGroup layer = weights;
            for (String part : group.split("/")) layer = layer.putGroup(part);
            layer.putAttribute("weight_names", new String[] {kernel, bias});
            WritableGroup scope = layer.putGroup(kernel.split("/")[0]);
            scope.putDataset(kernel.split("/")[1], KERNEL);
            scope.putDataset(bias.split("/")[1], BIAS);
        }
        var network = new KerasImporter().importInto(file, folder.resolve("saved"));
        try (SavedModelRunner runner = new SavedModelRunner(folder.resolve("saved"))) {
            Tensor x = Tensor.of(new float[] {1, 2}, 1, 2);
            return runner.run(Map.of(network.inputs().get(0).tensor().name(), x))
                    .get(network.outputs().get(0).tensor().name())
                    .floats();
        }
    }

    private static String input(String name) {
        return ("{\"class_name\": \"InputLayer\", \"name\": \"%s\", \"inbound_nodes\": [],"
                        + " \"config\": {\"batch_input_shape\": [null, 2]}}")
                .formatted(name);
    }

    private static String layer(String type, String name, String config, String from, int call) {
        return ("{\"class_name\": \"%s\", \"name\": \"%s\", \"config\": %s,"
                        + " \"inbound_nodes\": [[[\"%s\", %d, 0, {}]]]}")
                .formatted(type, name, config, from, call);
    }

    private static String function(
            String type, String name, String function, String from, String keywords) {
        return ("{\"class_name\": \"%s\", \"name\": \"%s\", \"config\": {\"function\": \"%s\"},"
                        + " \"inbound_nodes\": [[\"%s\", 0, 0, %s]]}")
                .formatted(type, name, function, from, keywords);
    }

    private static String functional(
            String name, String input, String layers, String output, int call) {
        String in = JsonParser.parseString(input).getAsJsonObject().get("name").getAsString();
        return ("{\"class_name\": \"Model\", \"config\": {\"name\": \"%s\", \"layers\": [%s, %s],"
                        + " \"input_layers\": [[\"%s\", 0, 0]],"
                        + " \"output_layers\": [[\"%s\", %d, 0]]}}")
                .formatted(name, input, layers, in, output, call);
    }

    private static String merged(String first, String second) {
        JsonObject all = JsonParser.parseString(first).getAsJsonObject();
        JsonParser.parseString(second).getAsJsonObject().asMap().forEach(all::add);
        return all.toString();
    }
}
