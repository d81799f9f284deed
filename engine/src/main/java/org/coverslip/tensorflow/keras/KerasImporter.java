package org.coverslip.tensorflow.keras;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.KerasModel;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelReader;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.file.ArchitectureJson;
import org.coverslip.tensorflow.keras.file.KerasFile;
import org.coverslip.tensorflow.keras.file.MemoryArray;
import org.coverslip.tensorflow.keras.file.WeightArray;
import org.coverslip.tensorflow.keras.layer.LayerRegistry;

/**
 * Translates a Keras model file into a SavedModel with constant weights, for prediction only.
 * Without native code and without Python. Stateless and safe for use from several threads.
 *
 * <p>The graph has one signature, {@code serving_default}, whose keys are the model's own names of
 * its inputs and of its output layers. Every layer ends in a node of its own name ({@code
 * model/layer} in an inner model), and the input of a closing softmax or sigmoid is a node too. The
 * batch is open, as are height and width where the model leaves them open.
 */
public final class KerasImporter {

    /**
     * @param file {@code .h5}, {@code .hdf5} or {@code .keras}; told apart by content
     * @param savedModel folder to write; must not exist or be empty; nothing is left on failure
     * @throws RefusedException if the file is not a whole Keras model, or holds a layer, function
     *     or option that cannot be translated faithfully
     */
    public ImportedNetwork importInto(Path file, Path savedModel) {
        return guarded(
                file,
                savedModel,
                () -> {
                    try (KerasFile keras = KerasFile.open(file)) {
                        KerasTranslation translation =
                                new KerasTranslation(
                                        keras.model(),
                                        keras.generation(),
                                        keras.version(),
                                        keras.source());
                        LayerRegistry.standard().requireKnown(translation.model());
                        return translation.write(
                                keras.weights().find(keras.model(), translation::variables),
                                savedModel);
                    }
                });
    }

    /**
     * Architecture and weights of a model file, without translating it.
     *
     * @throws RefusedException if the file is not a whole Keras model, or two of its layers have
     *     one name
     */
    public KerasModel read(Path file) {
        return guarded(
                file,
                "read",
                () -> {
                    try (KerasFile keras = KerasFile.open(file)) {
                        LayerRegistry known = LayerRegistry.standard();
                        Map<String, org.coverslip.network.Tensor> weights = new HashMap<>();
                        keras.weights()
                                .find(
                                        keras.model(),
                                        layer -> known.variables(layer, keras.generation()))
                                .forEach((layer, arrays) -> collect(layer, arrays, weights));
                        return new KerasModel(keras.architecture().toString(), weights);
                    }
                });
    }

    private static void collect(
            LayerSpec layer,
            Map<String, ? extends WeightArray> arrays,
            Map<String, org.coverslip.network.Tensor> into) {
        arrays.forEach(
                (name, array) -> {
                    FloatBuffer stored = array.floats().asFloatBuffer();
                    float[] values = new float[stored.remaining()];
                    stored.get(values);
                    var tensor = org.coverslip.network.Tensor.of(values, array.shape());
                    if (into.put(layer.name() + "/" + name, tensor) != null) {
                        throw new Fault("two layers are called " + layer, Fault.SAVE_AGAIN);
                    }
                });
    }

    /**
     * Writes a network that was never a file.
     *
     * @param architecture as {@code model.to_json()} writes it; of Keras 2 unless it says otherwise
     * @param weights by {@code layer/variable}
     * @param savedModel folder to write; must not exist or be empty; nothing is left on failure
     * @throws RefusedException if a layer is unknown, or a weight is missing or of another shape
     */
    public ImportedNetwork build(
            String architecture,
            Map<String, org.coverslip.network.Tensor> weights,
            Path savedModel) {
        return guarded(
                "the given architecture",
                savedModel,
                () -> {
                    JsonObject json = ArchitectureJson.parse(architecture);
                    ModelSpec model = ModelReader.read(json);
                    int generation = ArchitectureJson.generation(json);
                    KerasTranslation translation =
                            new KerasTranslation(
                                    model, generation, "" + generation, "layers built in memory");
                    LayerRegistry.standard().requireKnown(translation.model());
                    Map<LayerSpec, Map<String, MemoryArray>> stored = new HashMap<>();
                    weights.forEach((name, tensor) -> put(stored, model, name, tensor));
                    return translation.write(stored, savedModel);
                });
    }

    private static void put(
            Map<LayerSpec, Map<String, MemoryArray>> stored,
            ModelSpec model,
            String name,
            org.coverslip.network.Tensor tensor) {
        int slash = name.lastIndexOf('/');
        for (LayerSpec layer : model.leaves()) {
            if (slash < 1 || !layer.name().equals(name.substring(0, slash))) continue;
            stored.computeIfAbsent(layer, l -> new HashMap<>())
                    .put(name.substring(slash + 1), new MemoryArray(name, tensor));
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T run() throws IOException;
    }

    private static ImportedNetwork guarded(
            Object subject, Path savedModel, Reading<ImportedNetwork> work) {
        requireFree(savedModel);
        return guarded(subject, "read or written to " + savedModel, work);
    }

    private static <T> T guarded(Object subject, String access, Reading<T> work) {
        try {
            return work.run();
        } catch (Fault f) {
            throw new RefusedException(subject, f.getMessage(), f.remedy(), f);
        } catch (ArithmeticException e) {
            throw new RefusedException(subject, "its sizes are absurd", Fault.SAVE_AGAIN, e);
        } catch (IOException e) {
            throw new RefusedException(
                    subject,
                    "it could not be " + access + " (" + reason(e) + ")",
                    "check the permissions and the free space on the disk",
                    e);
        } catch (StackOverflowError e) {
            throw new RefusedException(
                    subject, "its architecture is nested without end", Fault.SAVE_AGAIN, e);
        } catch (OutOfMemoryError e) {
            // NB: one array too large; what was held for this model is given back with it.
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            throw new RefusedException(
                    subject,
                    "it does not fit into the " + megabytes + " MB that Java may use",
                    "give Java more memory (in Fiji: Edit > Options > Memory & Threads)",
                    e);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return e.getClass().getSimpleName() + " " + Fault.quote(message);
    }

    private static void requireFree(Path folder) {
        String remedy = "give a new or empty folder";
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new RefusedException(folder, "there is a file of this name", remedy);
        }
        if (!Files.isDirectory(folder)) return;
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new RefusedException(folder, "the folder is not empty", remedy);
            }
        } catch (IOException e) {
            throw new RefusedException(folder, "the folder cannot be read", remedy, e);
        }
    }
}
