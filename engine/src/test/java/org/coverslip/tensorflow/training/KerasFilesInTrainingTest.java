package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.KerasModel;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.tensorflow.TensorFlowEngine;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks that Keras saved go on learning: common architectures, single layers, odd structures.
 */
class KerasFilesInTrainingTest {

    private static final Path FILES =
            Path.of(System.getProperty("coverslip.data"), "models", "keras-architectures");

    /** The only reasons not to. */
    private static final String ALLOWED =
            ".*(has no weights that may change"
                    + "|\\((RandomFlip|AlphaDropout)\\) cannot be trained with).*";

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @ParameterizedTest
    @ValueSource(strings = {"architectures", "layers", "structure"})
    void everyFileWithWeightsTakesAStep(String folder) throws IOException {
        Path path = FILES.resolve(folder);
        Assumptions.assumeTrue(Files.isDirectory(path), "skipped: " + path + " is missing");
        // NB: single layers are there in up to three formats of file, which all read the same.
        String wanted = folder.equals("layers") ? ".*\\.keras" : ".*\\.(h5|keras)";
        List<String> refused = new ArrayList<>();
        int learned = 0;
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(f -> f.toString().matches(wanted)).toList()) {
                try {
                    step(file);
                    learned++;
                } catch (RefusedException e) {
                    if (!e.getMessage().matches(ALLOWED)) refused.add(file + ": " + e.getMessage());
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(learned).isGreaterThan(15);
    }

    private void step(Path file) {
        KerasModel model = engine.readKeras(file);
        String output = output(model);
        TrainingSetup setup =
                new TrainingSetup(
                        model.architecture(),
                        model.weights(),
                        Set.of(),
                        Map.of(),
                        Map.of(output, new Loss.Squared(1)),
                        new Optimizer.Sgd(0, false, 0),
                        1,
                        0,
                        Device.CPU);
        try (LearningNetwork network = engine.learn(setup)) {
            Map<String, Tensor> inputs = new HashMap<>();
            for (TensorInfo input : network.inputs()) {
                List<Long> shape = input.shape().stream().map(n -> n < 0 ? 16L : n).toList();
                inputs.put(input.name(), TestNetwork.random(1, shape, 2));
            }
            Tensor y = network.predict(inputs).get(output);
            double loss = network.step(inputs, Map.of(output, y), 1e-3);
            assertThat(loss).as("loss of %s", file).isFinite();
        }
    }

    /** Name of the first output layer. */
    private static String output(KerasModel model) {
        JsonObject json = JsonParser.parseString(model.architecture()).getAsJsonObject();
        JsonElement config = json.get("config");
        if (config instanceof JsonObject o && o.has("output_layers")) {
            JsonElement end = o.get("output_layers");
            while (end.isJsonArray()) end = end.getAsJsonArray().get(0);
            return end.getAsString();
        }
        var layers =
                config instanceof JsonObject o
                        ? o.getAsJsonArray("layers")
                        : config.getAsJsonArray();
        JsonObject last = layers.get(layers.size() - 1).getAsJsonObject();
        return (last.has("name") ? last : last.getAsJsonObject("config")).get("name").getAsString();
    }
}
