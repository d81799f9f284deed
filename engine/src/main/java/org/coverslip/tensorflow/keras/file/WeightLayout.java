package org.coverslip.tensorflow.keras.file;

import io.jhdf.api.Group;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.config.Variable;

/** Where a file keeps the weights of each layer. */
public interface WeightLayout {

    /**
     * Finds the stored arrays of every layer of a model, inner models included.
     *
     * @param variables the variables that a layer owns, in the order in which Keras creates them
     * @return per layer that owns any: its arrays by the name of the variable
     * @throws Fault if an array is missing
     */
    Map<LayerSpec, Map<String, StoredArray>> find(
            ModelSpec model, Function<LayerSpec, List<Variable>> variables);

    /** The layout of an HDF5 file, told by its groups. */
    static WeightLayout of(Hdf5 hdf5, Group weights) {
        if (!Hdf5.names(weights, "layer_names").isEmpty()) return new NamedLayout(hdf5, weights);
        for (String layers : List.of("layers", "_layer_checkpoint_dependencies")) {
            if (Hdf5.group(weights, layers).isPresent()) {
                return new NumberedLayout(hdf5, weights, layers);
            }
        }
        throw new Fault(
                "this HDF5 file holds no Keras weights", "give a file saved by model.save(...)");
    }
}
