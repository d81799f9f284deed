package org.coverslip.tensorflow.keras.file;

import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.config.Variable;

/**
 * The layout of HDF5 model files of Keras 2 and 3: one group per outermost layer, whose attribute
 * {@code weight_names} lists its arrays, those of inner models included.
 */
final class NamedLayout implements WeightLayout {

    private final Hdf5 hdf5;
    private final Group root;

    NamedLayout(Hdf5 hdf5, Group root) {
        this.hdf5 = hdf5;
        this.root = root;
    }

    /** A variable of a layer that stands somewhere inside an outermost layer. */
    private record Slot(LayerSpec layer, Variable variable, boolean trainable) {

        /** Whether a path as {@code conv2d/kernel:0} means this variable. */
        boolean isNamed(String path, boolean nested) {
            String[] parts = path.split("/");
            String last = parts[parts.length - 1].replaceFirst(":\\d+$", "");
            return last.equals(variable.name())
                    && (!nested
                            || parts.length > 1 && parts[parts.length - 2].equals(layer.name()));
        }
    }

    @Override
    public Map<LayerSpec, Map<String, StoredArray>> find(
            ModelSpec model, Function<LayerSpec, List<Variable>> variables) {
        Map<LayerSpec, Map<String, StoredArray>> found = new HashMap<>();
        for (LayerSpec layer : model.layers()) {
            List<Slot> slots = new ArrayList<>();
            collect(layer, true, variables, slots);
            if (slots.isEmpty()) continue;
            Map<String, StoredArray> stored = stored(layer);
            List<String> paths = byName(slots, layer, stored);
            if (paths == null) paths = byOrder(slots, layer, stored);
            for (int i = 0; i < slots.size(); i++) {
                Slot slot = slots.get(i);
                found.computeIfAbsent(slot.layer(), l -> new HashMap<>())
                        .put(slot.variable().name(), stored.get(paths.get(i)));
            }
        }
        return found;
    }

    private static void collect(
            LayerSpec layer,
            boolean trainable,
            Function<LayerSpec, List<Variable>> variables,
            List<Slot> into) {
        boolean trains = trainable && layer.trainable();
        if (layer.nested().isPresent()) {
            layer.nested().get().layers().forEach(l -> collect(l, trains, variables, into));
        } else {
            for (Variable v : variables.apply(layer)) {
                into.add(new Slot(layer, v, trains && v.trainable()));
            }
        }
    }

    /** The arrays of an outermost layer by their paths, in the order of {@code weight_names}. */
    private Map<String, StoredArray> stored(LayerSpec layer) {
        Optional<Group> group = Hdf5.group(root, layer.name());
        if (group.isEmpty()) {
            throw new Fault(layer + " has no weights in the file", Fault.SAVE_AGAIN);
        }
        Map<String, StoredArray> stored = new LinkedHashMap<>();
        for (String path : Hdf5.names(group.get(), "weight_names")) {
            // NB: random layers keep the state of their generator among the weights.
            if (path.contains("StateVar") || path.contains("seed_generator")) continue;
            Optional<StoredArray> array = hdf5.array(group.get(), path);
            if (array.isEmpty()) {
                throw new Fault(
                        "weight " + Fault.quote(path) + " of " + layer + " is missing",
                        Fault.SAVE_AGAIN);
            }
            stored.put(path, array.get());
        }
        return stored;
    }

    /** The path of each slot by its name; null unless every slot has exactly one. */
    private static List<String> byName(
            List<Slot> slots, LayerSpec layer, Map<String, StoredArray> stored) {
        boolean nested = layer.nested().isPresent();
        List<String> paths = new ArrayList<>();
        for (Slot slot : slots) {
            List<String> named =
                    stored.keySet().stream().filter(p -> slot.isNamed(p, nested)).toList();
            if (named.size() != 1) return null;
            paths.add(named.get(0));
        }
        return paths;
    }

    /**
     * The path of each slot by its place, as Keras itself does: first what trains, then the rest.
     * Names do not tell where a model was built twice ({@code conv2d_1_1/kernel:0}).
     */
    private static List<String> byOrder(
            List<Slot> slots, LayerSpec layer, Map<String, StoredArray> stored) {
        if (slots.size() != stored.size()) {
            throw new Fault(
                    layer + " has " + stored.size() + " weights where " + slots.size() + " belong",
                    Fault.SAVE_AGAIN);
        }
        List<Slot> ordered = new ArrayList<>(slots.stream().filter(Slot::trainable).toList());
        slots.stream().filter(s -> !s.trainable()).forEach(ordered::add);
        List<String> inOrder = List.copyOf(stored.keySet());
        return slots.stream().map(s -> inOrder.get(ordered.indexOf(s))).toList();
    }
}
