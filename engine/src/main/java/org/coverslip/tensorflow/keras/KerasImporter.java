package org.coverslip.tensorflow.keras;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.ImportedNetwork.Port;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.file.KerasFile;
import org.coverslip.tensorflow.keras.graph.GraphWriter;
import org.coverslip.tensorflow.keras.graph.SavedModelFolder;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Value;
import org.coverslip.tensorflow.keras.layer.LayerRegistry;
import org.coverslip.tensorflow.keras.layer.LayerWeights;
import org.coverslip.tensorflow.keras.layer.Tensor;

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
        requireFree(savedModel);
        try (KerasFile keras = KerasFile.open(file)) {
            return translate(keras, savedModel);
        } catch (Fault f) {
            throw new RefusedException(file, f.getMessage(), f.remedy(), f);
        } catch (ArithmeticException e) {
            throw new RefusedException(file, "its sizes are absurd", Fault.SAVE_AGAIN, e);
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "it could not be read or written to " + savedModel + " (" + reason(e) + ")",
                    "check the permissions and the free space on the disk",
                    e);
        } catch (StackOverflowError e) {
            throw new RefusedException(
                    file, "its architecture is nested without end", Fault.SAVE_AGAIN, e);
        } catch (OutOfMemoryError e) {
            // NB: one array too large; what was held for this model is given back with it.
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            throw new RefusedException(
                    file,
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

    private static ImportedNetwork translate(KerasFile keras, Path folder) throws IOException {
        ModelSpec model = keras.model();
        requireKnown(model);
        LayerRegistry known = LayerRegistry.standard();
        LayerWeights weights =
                new LayerWeights(
                        keras.weights().find(model, l -> known.variables(l, keras.generation())));
        GraphWriter graph = new GraphWriter();
        SavedModelFolder saved = new SavedModelFolder(graph);
        List<Port> inputs = new ArrayList<>();
        List<Tensor> fed = new ArrayList<>();
        ModelInputs described = new ModelInputs(model);
        for (TensorRef ref : model.inputs()) {
            LayerSpec layer = inputLayer(model, ref);
            ElementType type = ModelInputs.type(layer);
            Value value =
                    graph.placeholder(
                            layer.name(), ModelInputs.dataType(type), ModelInputs.shape(layer));
            String axes = described.axes(value.shape());
            String key = saved.input(layer.name(), value);
            inputs.add(new Port(info(key, type, value), axes, ""));
            Scope scope = new Scope(graph, layer.name(), layer.toString());
            fed.add(new Tensor(scope.toFloat(value), axes, ""));
        }
        List<Tensor> results = ModelBuilder.build(graph, weights, keras.generation(), model, fed);
        List<Port> outputs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Tensor t = results.get(i);
            String key = saved.output(model.outputs().get(i).layer(), t.value());
            TensorInfo info = info(key, ElementType.FLOAT32, t.value());
            outputs.add(new Port(info, t.axes(), t.activation()));
        }
        List<String> notes = ImportNotes.of(model, keras.version(), weights.half());
        saved.write(folder);
        return new ImportedNetwork(model.name(), inputs, outputs, keras.source(), notes);
    }

    /** Names every layer that cannot be translated at once, not only the first. */
    private static void requireKnown(ModelSpec model) {
        List<LayerSpec> unknown =
                model.leaves().stream()
                        .filter(l -> !l.isInput())
                        .filter(l -> LayerRegistry.standard().find(l).isEmpty())
                        .toList();
        if (unknown.isEmpty()) return;
        String named =
                unknown.stream()
                        .limit(5)
                        .map(LayerSpec::toString)
                        .collect(Collectors.joining(", "));
        String more = unknown.size() > 5 ? " and " + (unknown.size() - 5) + " more layers" : "";
        boolean code = unknown.stream().anyMatch(l -> l.className().equals("Lambda"));
        throw new Fault(
                named
                        + more
                        + " cannot be imported"
                        + (code ? ": the code of a Lambda runs in Python only" : ""),
                Fault.EXPORT);
    }

    private static LayerSpec inputLayer(ModelSpec model, TensorRef ref) {
        return model.layers().stream()
                .filter(l -> l.name().equals(ref.layer()) && l.isInput())
                .findFirst()
                .orElseThrow(
                        () ->
                                new Fault(
                                        "the input "
                                                + Fault.quote(ref.layer())
                                                + " is no InputLayer",
                                        Fault.SAVE_AGAIN));
    }

    private static TensorInfo info(String key, ElementType type, Value value) {
        return TensorInfo.of(key, type, value.shape().toArray());
    }
}
