package org.coverslip.tensorflow.keras.file;

import io.jhdf.api.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.config.Variable;

/**
 * The layout of Keras 3 archives and {@code .weights.h5} files: {@code
 * layers/<class>[_<n>]/vars/<i>}, where layers of one class are counted in the model's order.
 * Source: {@code keras/src/saving/saving_lib.py}.
 */
final class NumberedLayout implements WeightLayout {

    private final Hdf5 hdf5;
    private final Group root;
    private final String layersGroup;

    /**
     * @param layersGroup {@code layers}, or what Keras 2.12 and 2.13 called it
     */
    NumberedLayout(Hdf5 hdf5, Group root, String layersGroup) {
        this.hdf5 = hdf5;
        this.root = root;
        this.layersGroup = layersGroup;
    }

    @Override
    public Map<LayerSpec, Map<String, StoredArray>> find(
            ModelSpec model, Function<LayerSpec, List<Variable>> variables) {
        Map<LayerSpec, Map<String, StoredArray>> found = new HashMap<>();
        find(model, Optional.of(root), variables, found);
        return found;
    }

    private void find(
            ModelSpec model,
            Optional<Group> at,
            Function<LayerSpec, List<Variable>> variables,
            Map<LayerSpec, Map<String, StoredArray>> found) {
        Optional<Group> layers = at.flatMap(g -> Hdf5.group(g, layersGroup));
        Map<String, Integer> counted = new HashMap<>();
        for (LayerSpec layer : model.layers()) {
            if (layer.isOperation() || layer.isInput()) continue;
            String key = snakeCase(layer.className());
            int number = counted.merge(key, 1, Integer::sum) - 1;
            String name = number == 0 ? key : key + "_" + number;
            Optional<Group> group = layers.flatMap(g -> Hdf5.group(g, name));
            if (layer.nested().isPresent()) {
                find(layer.nested().get(), group, variables, found);
            } else {
                found.put(layer, arrays(group, variables.apply(layer)));
            }
        }
    }

    private Map<String, StoredArray> arrays(Optional<Group> layer, List<Variable> variables) {
        Map<String, StoredArray> arrays = new HashMap<>();
        for (int i = 0; i < variables.size(); i++) {
            String name = variables.get(i).name();
            String path = "vars/" + i;
            layer.flatMap(g -> hdf5.array(g, path)).ifPresent(a -> arrays.put(name, a));
        }
        return arrays;
    }

    /** {@code Conv2DTranspose} becomes {@code conv2d_transpose}, as Keras names groups. */
    static String snakeCase(String className) {
        return className
                .replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
