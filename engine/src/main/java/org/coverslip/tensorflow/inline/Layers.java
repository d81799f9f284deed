package org.coverslip.tensorflow.inline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.coverslip.EditDistance;
import org.tensorflow.proto.NodeDef;

/**
 * The places of a graph that are worth showing to somebody who knows the network, not its graph.
 */
public final class Layers {

    private static final Set<String> KINDS =
            Set.of(
                    "Conv2D",
                    "Conv3D",
                    "DepthwiseConv2dNative",
                    "Conv2DBackpropInput",
                    "Conv3DBackpropInputV2",
                    "BiasAdd",
                    "MatMul",
                    "BatchMatMul",
                    "BatchMatMulV2",
                    "Einsum",
                    "FusedBatchNorm",
                    "FusedBatchNormV2",
                    "FusedBatchNormV3",
                    "LRN",
                    "MaxPool",
                    "MaxPoolV2",
                    "AvgPool",
                    "MaxPool3D",
                    "AvgPool3D",
                    "Mean",
                    "Relu",
                    "Relu6",
                    "LeakyRelu",
                    "Elu",
                    "Selu",
                    "Softplus",
                    "Softsign",
                    "Sigmoid",
                    "Tanh",
                    "Softmax",
                    "LogSoftmax",
                    "Concat",
                    "ConcatV2",
                    "ResizeBilinear",
                    "ResizeNearestNeighbor",
                    "DepthToSpace",
                    "SpaceToDepth");

    private static final Set<String> MERGES =
            Set.of("Add", "AddV2", "AddN", "Sub", "Mul", "Maximum", "Minimum");

    private final Map<String, Layer> byName = new LinkedHashMap<>();
    private final Map<String, Layer> byNode = new LinkedHashMap<>();
    private final LayerNames names;

    /**
     * @param hidden nodes that are not the author's
     * @param floating whether a tensor holds floating point numbers
     */
    public Layers(FlatGraph graph, Set<String> hidden, Predicate<Wire> floating) {
        Set<String> live = graph.downstream(graph.fed());
        List<NodeDef> shown = new ArrayList<>();
        for (NodeDef node : graph.nodes().values())
            if (live.contains(node.getName())
                    && !hidden.contains(node.getName())
                    && floating.test(new Wire(node.getName(), 0))) shown.add(node);
        names = new LayerNames(shown.stream().map(NodeDef::getName).toList());
        for (NodeDef node : shown) {
            Wire value = new Wire(node.getName(), 0);
            Layer layer = new Layer(names.of(node.getName()), node.getOp(), value);
            byNode.put(node.getName(), layer);
            if (isLayer(node, live)) byName.put(layer.name(), layer);
        }
    }

    private boolean isLayer(NodeDef node, Set<String> live) {
        String name = names.of(node.getName());
        String op = node.getOp();
        if (KINDS.contains(op) || names.isEnd(node.getName())) return true;
        if (MERGES.contains(op))
            if (FlatGraph.inputs(node).stream().filter(w -> live.contains(w.node())).count() > 1)
                return true;
        return name.indexOf('/') < 0 && !name.matches(op + "(_\\d+)*") && !LayerNames.isCall(name);
    }

    /** All layers, in the order in which they are computed. */
    public List<Layer> all() {
        return List.copyOf(byName.values());
    }

    /** The layer of this name; also found by the name of its node, or of a path that ends in it. */
    public Optional<Layer> find(String name) {
        Layer layer = byName.get(name);
        if (layer != null) return Optional.of(layer);
        return Optional.ofNullable(names.nodes().get(name)).map(byNode::get);
    }

    /** The name of the layer that a node is a part of, or else that comes next. */
    String owner(String node) {
        String name = byNode.containsKey(node) ? byNode.get(node).name() : node;
        for (int i = name.length(); i > 0; i = name.lastIndexOf('/', i - 1)) {
            String scope = name.substring(0, i);
            boolean whole = i < name.length() || scope.indexOf('/') < 0;
            if (whole && byName.containsKey(scope)) return scope;
        }
        if (byName.containsKey(name)) return name;
        boolean passed = false;
        String last = null;
        for (Map.Entry<String, Layer> next : byNode.entrySet()) {
            passed |= next.getKey().equals(node);
            if (!byName.containsKey(next.getValue().name())) continue;
            last = next.getValue().name();
            if (passed) return last;
        }
        return last;
    }

    /** What a tensor is called: as a layer, or as the graph calls it. */
    public String nameOf(Wire wire) {
        Layer layer = byNode.get(wire.node());
        return layer != null && wire.index() == 0
                ? layer.name()
                : wire.toString().replace(FlatGraph.PREFIX, "");
    }

    /** The names most like one that does not exist, the most alike first. */
    public List<String> nearest(String name, int most) {
        List<String> sorted = new ArrayList<>(byName.keySet());
        Collections.reverse(sorted);
        sorted.sort(Comparator.comparingInt(other -> distance(name, other)));
        return sorted.subList(0, Math.min(most, sorted.size()));
    }

    /** Without regard to case; a name that holds the other is near. */
    private static int distance(String a, String b) {
        String x = a.toLowerCase(Locale.ROOT);
        String y = b.toLowerCase(Locale.ROOT);
        int apart = EditDistance.between(x, y);
        return y.contains(x) || x.contains(y) ? Math.min(apart, 2) : apart;
    }
}
