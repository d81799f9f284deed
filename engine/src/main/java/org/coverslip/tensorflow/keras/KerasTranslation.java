package org.coverslip.tensorflow.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coverslip.network.ElementType;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.ImportedNetwork.Port;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.file.WeightArray;
import org.coverslip.tensorflow.keras.graph.GraphWriter;
import org.coverslip.tensorflow.keras.graph.SavedModelFolder;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Value;
import org.coverslip.tensorflow.keras.layer.LayerRegistry;
import org.coverslip.tensorflow.keras.layer.StoredWeights;
import org.coverslip.tensorflow.keras.layer.Tensor;

/**
 * Writes the graph of an architecture with its weights.
 *
 * @param model the architecture
 * @param generation of Keras whose functions are meant: 2 or 3
 * @param version of Keras, for notes
 * @param source what it was read from, for the user
 */
record KerasTranslation(ModelSpec model, int generation, String version, String source) {

    /** The variables that a layer owns, in the order in which Keras creates them. */
    List<Variable> variables(LayerSpec layer) {
        return LayerRegistry.standard().variables(layer, generation);
    }

    ImportedNetwork write(
            Map<LayerSpec, ? extends Map<String, ? extends WeightArray>> stored, Path folder)
            throws IOException {
        StoredWeights weights = new StoredWeights(stored);
        GraphWriter graph = new GraphWriter();
        SavedModelFolder saved = new SavedModelFolder(graph);
        List<Port> inputs = new ArrayList<>();
        List<Tensor> fed = new ArrayList<>();
        ModelInputs described = new ModelInputs(model);
        for (TensorRef ref : model.inputs()) {
            LayerSpec layer = described.layer(ref);
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
        List<Tensor> results =
                ModelBuilder.predicting(
                        new ModelBuilder.Into(graph, weights, generation, null), model, fed);
        List<Port> outputs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Tensor t = results.get(i);
            String key = saved.output(model.outputs().get(i).layer(), t.value());
            TensorInfo info = info(key, ElementType.FLOAT32, t.value());
            outputs.add(new Port(info, t.axes(), t.activation()));
        }
        List<String> notes = ImportNotes.of(model, version, weights.half());
        saved.write(folder);
        return new ImportedNetwork(model.name(), inputs, outputs, source, notes);
    }

    private static TensorInfo info(String key, ElementType type, Value value) {
        return TensorInfo.of(key, type, value.shape().toArray());
    }
}
