package org.coverslip.tensorflow.inline;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.tensorflow.proto.NodeDef;

/**
 * Which numbers of a graph are weights, and of which layer: constants and variables that are
 * computed with values that come from the input.
 */
public final class Weights {

    private static final Set<String> VARIABLES = Set.of("VariableV2", "Variable");

    private final FlatGraph graph;
    private final Layers layers;
    private final Predicate<Wire> several;
    private final Set<String> live;
    private final Map<String, Set<Weight>> byLayer = new LinkedHashMap<>();

    /**
     * One tensor of weights.
     *
     * @param value where it is read; a run can be handed other numbers here
     * @param origin the constant or variable that it is read from
     */
    public record Weight(Wire value, String origin) {}

    private Weights(FlatGraph graph, Layers layers, Predicate<Wire> several) {
        this.graph = graph;
        this.layers = layers;
        this.several = several;
        live = graph.downstream(graph.fed());
        for (Layer layer : layers.all()) byLayer.put(layer.name(), new LinkedHashSet<>());
        for (NodeDef node : graph.nodes().values()) if (live.contains(node.getName())) of(node);
        byLayer.values().removeIf(Set::isEmpty);
    }

    /**
     * @param several whether a tensor holds more than one floating point number
     * @return by the names of layers, in order of computation; shared weights only where they are
     *     first used
     */
    public static Map<String, Set<Weight>> of(
            FlatGraph graph, Layers layers, Predicate<Wire> several) {
        return Collections.unmodifiableMap(new Weights(graph, layers, several).byLayer);
    }

    private void of(NodeDef node) {
        Set<String> seen = new HashSet<>();
        Deque<Wire> pending = new ArrayDeque<>(FlatGraph.inputs(node));
        while (!pending.isEmpty()) {
            Wire wire = pending.pop();
            NodeDef from = graph.nodes().get(wire.node());
            if (from == null || live.contains(wire.node()) || graph.fed().contains(wire)) continue;
            if (!seen.add(wire.node())) continue;
            String origin = origin(from);
            if (origin == null) pending.addAll(FlatGraph.inputs(from));
            else if (several.test(wire)) add(node, new Weight(wire, origin));
        }
    }

    /** The constant or variable that a node reads; null if it computes with others' values. */
    private String origin(NodeDef node) {
        if (node.getOp().equals("Const")) return node.getName();
        if (node.getInputCount() == 0)
            return VARIABLES.contains(node.getOp()) ? node.getName() : null;
        String read = Wire.of(node.getInput(0)).node();
        if (node.getOp().equals("ReadVariableOp")) return read;
        NodeDef variable = graph.nodes().get(read);
        boolean reads =
                node.getOp().equals("Identity")
                        && variable != null
                        && VARIABLES.contains(variable.getOp());
        return reads ? read : null;
    }

    private void add(NodeDef reader, Weight weight) {
        byLayer.get(layers.owner(reader.getName())).add(weight);
    }
}
