package org.coverslip.tensorflow.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.network.Tensor;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;
import org.coverslip.tensorflow.keras.layer.LayerRegistry;
import org.coverslip.tensorflow.keras.layer.LayerWeights;
import org.coverslip.tensorflow.keras.layer.Learning;
import org.tensorflow.proto.DataType;

/** The weights of a network as variables, and how its layers move their averages. */
final class Variables implements LayerWeights, Learning {

    /**
     * A moving average and what it moves towards.
     *
     * @param batch what the batch shows
     */
    record Average(LearnedVariable variable, Value batch, double momentum) {}

    private record Key(LayerSpec layer, String name, Shape as) {}

    private final Map<String, Tensor> given;
    private final Set<LayerSpec> frozen;
    private final int generation;
    private final long seed;
    private final Initializers initializers;
    private final Value step;
    private final Map<String, LearnedVariable> variables = new LinkedHashMap<>();
    private final Map<String, Tensor> first = new LinkedHashMap<>();
    private final Map<Key, Value> values = new HashMap<>();
    private final Map<LayerSpec, Value> seeds = new HashMap<>();
    private final List<Average> averages = new ArrayList<>();

    /**
     * @param given first values by {@code layer/variable}
     * @param step a 64-bit integer of the graph: how many steps were taken
     */
    Variables(
            Map<String, Tensor> given,
            Set<LayerSpec> frozen,
            int generation,
            long seed,
            Value step) {
        this.given = given;
        this.frozen = frozen;
        this.generation = generation;
        this.seed = seed;
        this.initializers = new Initializers(seed);
        this.step = step;
    }

    /** Every weight the network reads, in the order of its layers. */
    List<LearnedVariable> all() {
        return List.copyOf(variables.values());
    }

    /** First values by the names of variables; given away once, since they may be large. */
    Map<String, Tensor> takeFirst() {
        Map<String, Tensor> taken = new LinkedHashMap<>(first);
        first.clear();
        return taken;
    }

    List<Average> averages() {
        return averages;
    }

    @Override
    public Value value(LayerSpec layer, String name, Shape shape, Shape as, Scope home) {
        if (shape.elements() == Shape.UNKNOWN) {
            throw new Fault(
                    layer + " gets an input whose size is not known before it runs",
                    "give the network's input a fixed size");
        }
        LearnedVariable variable =
                variables.computeIfAbsent(
                        layer.name() + "/" + name, n -> variable(n, layer, name, shape, home));
        if (as.equals(shape)) return variable.read();
        return values.computeIfAbsent(
                new Key(layer, name, as), k -> home.reshape(variable.read(), as));
    }

    private LearnedVariable variable(
            String key, LayerSpec layer, String name, Shape shape, Scope home) {
        Value handle =
                home.op("VarHandleOp")
                        .text("shared_name", key)
                        .type("dtype", DataType.DT_FLOAT)
                        .shape("shape", shape)
                        .gives(DataType.DT_RESOURCE, Shape.of());
        Value read =
                home.op("ReadVariableOp").in(handle).type("dtype", DataType.DT_FLOAT).gives(shape);
        boolean trainable =
                LayerRegistry.standard().variables(layer, generation).stream()
                        .filter(v -> v.name().equals(name))
                        .anyMatch(Variable::trainable);
        boolean changes = trainable && !frozen.contains(layer);
        first.put(key, first(key, layer, shape));
        return new LearnedVariable(key, layer, handle, read, changes);
    }

    private Tensor first(String key, LayerSpec layer, Shape shape) {
        Tensor value = given.get(key);
        String name = key.substring(key.lastIndexOf('/') + 1);
        if (value == null) return initializers.draw(layer, name, shape.toArray());
        Shape found = Shape.of(value.shape());
        if (!found.equals(shape)) {
            throw new Fault(
                    "weight "
                            + name
                            + " of "
                            + layer
                            + " has the shape "
                            + found
                            + ", not "
                            + shape,
                    "give weights that were made for this architecture");
        }
        return value;
    }

    @Override
    public boolean frozen(LayerSpec layer) {
        return frozen.contains(layer);
    }

    @Override
    public Value seed(LayerSpec layer, Scope scope) {
        // NB: every call of a shared layer draws the same numbers, as it has one seed per step.
        return seeds.computeIfAbsent(
                layer, l -> scope.pack(List.of(scope.wide(seed * 31 + hash(l.name())), step)));
    }

    private static long hash(String name) {
        long h = 7;
        for (int i = 0; i < name.length(); i++) h = h * 0x100000001B3L + name.charAt(i);
        return h;
    }

    @Override
    public void average(LayerSpec layer, String name, Value batch, double momentum) {
        averages.add(new Average(variables.get(layer.name() + "/" + name), batch, momentum));
    }
}
