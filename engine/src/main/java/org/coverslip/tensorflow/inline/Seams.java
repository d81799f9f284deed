package org.coverslip.tensorflow.inline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Makes a graph ready for TensorFlow's C++ gradients without changing a bit of what it computes.
 * Operations they do not know are replaced by others of the same arithmetic; behind those for which
 * there is none, or whose gradient they get wrong, a {@code StopGradient} is put: a seam, where
 * TensorFlow's gradient ends and a rule of our own has to carry on.
 *
 * <p>NB: not by registering gradients from Java, which the native library does not offer on Windows
 * (tfj_gradients_impl.cc) nor for a graph that was made by other code.
 *
 * @param graph with the seams in it
 * @param seams by the tensor that the rest of the graph reads: what it is a copy of
 */
public record Seams(FlatGraph graph, Map<Wire, Wire> seams) {

    private static final Set<String> PASSING =
            Set.of("PlaceholderWithDefault", "Snapshot", "EnsureShape");

    /** Without a gradient in the C++ library of TensorFlow 2.16. */
    private static final Set<String> WITHOUT =
            Set.of(
                    "Conv3D",
                    "Conv3DBackpropInputV2",
                    "TopKV2",
                    "SparseSoftmaxCrossEntropyWithLogits");

    /** With a gradient that takes its attributes for those of most networks (nn_grad.cc). */
    private static final Set<String> WINDOWED =
            Set.of(
                    "Conv2D",
                    "DepthwiseConv2dNative",
                    "Conv2DBackpropInput",
                    "MaxPool",
                    "AvgPool",
                    "MaxPool3D",
                    "AvgPool3D");

    private static final AttrValue NONE = AttrValue.getDefaultInstance();

    public Seams {
        seams = Map.copyOf(seams);
    }

    /**
     * @param originals names of all nodes of the original graph
     */
    public static Seams of(FlatGraph graph, Set<String> originals) {
        FlatGraph.Builder result = new FlatGraph.Builder(originals);
        Map<Wire, Wire> moved = new HashMap<>();
        Map<Wire, Wire> seams = new LinkedHashMap<>();
        Set<Wire> read = new HashSet<>(graph.outputs().values());
        for (NodeDef node : graph.nodes().values()) read.addAll(FlatGraph.inputs(node));
        for (NodeDef node : graph.nodes().values()) {
            NodeDef.Builder copy = node.toBuilder().clearInput();
            for (Wire input : FlatGraph.inputs(node))
                copy.addInput(moved(input, moved, graph).toString());
            boolean kept = !graph.changed().contains(node.getName());
            String op = node.getOp();
            String typeName = op.equals("PlaceholderWithDefault") ? "dtype" : "T";
            if (PASSING.contains(op) && isFloating(node.getAttrMap().get(typeName))) {
                String name = result.add(identity(copy, 0, node.getAttrOrThrow(typeName)), false);
                moved.put(new Wire(node.getName(), 0), new Wire(name, 0));
            } else if (op.equals("IdentityN")) {
                var types = node.getAttrOrThrow("T").getList();
                for (int i = 0; i < types.getTypeCount(); i++) {
                    // NB: one that nobody reads would look like the end of its layer.
                    if (!read.contains(new Wire(node.getName(), i))) continue;
                    AttrValue type = AttrValue.newBuilder().setType(types.getType(i)).build();
                    String name = result.add(identity(copy, i, type), false);
                    moved.put(new Wire(node.getName(), i), new Wire(name, 0));
                }
            } else if (op.equals("FusedBatchNorm") || op.equals("FusedBatchNormV2")) {
                AttrValue type = node.getAttrOrDefault("U", node.getAttrOrThrow("T"));
                copy.setOp("FusedBatchNormV3").putAttr("U", type);
                moved.put(new Wire(node.getName(), -1), new Wire(result.add(copy, false), -1));
            } else {
                String name = result.add(copy, kept);
                moved.put(new Wire(node.getName(), -1), new Wire(name, -1));
                if (!needed(node)) continue;
                Wire value = new Wire(name, 0);
                NodeDef.Builder seam =
                        NodeDef.newBuilder()
                                .setName(name + "/seam")
                                .setOp("StopGradient")
                                .setDevice(node.getDevice())
                                .addInput(value.toString())
                                .putAttr("T", type(node));
                Wire behind = new Wire(result.add(seam, false), 0);
                moved.put(new Wire(node.getName(), 0), behind);
                seams.put(behind, value);
            }
        }
        Map<Wire, Wire> outputs = new HashMap<>();
        graph.outputs().forEach((key, wire) -> outputs.put(key, moved(wire, moved, graph)));
        return new Seams(result.build(graph.fed(), outputs), seams);
    }

    private static Wire moved(Wire wire, Map<Wire, Wire> moved, FlatGraph graph) {
        if (graph.fed().contains(wire)) return wire;
        Wire exact = moved.get(wire);
        if (exact != null) return exact;
        Wire node = moved.get(new Wire(wire.node(), -1));
        if (node == null) throw new Unfit("its tensor \"" + wire + "\" is missing");
        return new Wire(node.node(), wire.index());
    }

    private static NodeDef.Builder identity(NodeDef.Builder of, int input, AttrValue type) {
        return NodeDef.newBuilder()
                .setName(of.getName() + (input == 0 ? "" : "_" + input))
                .setOp("Identity")
                .setDevice(of.getDevice())
                .addInput(of.getInput(input))
                .putAttr("T", type);
    }

    // NB: only what is differentiated has to change; a learning phase, for example, has not.
    private static boolean isFloating(AttrValue type) {
        return type != null
                && switch (type.getType()) {
                    case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16 -> true;
                    default -> false;
                };
    }

    private static AttrValue type(NodeDef node) {
        return node.getAttrOrThrow("T");
    }

    private static boolean needed(NodeDef node) {
        // NB: the gradient of LRN takes every attribute for the default.
        if (WITHOUT.contains(node.getOp()) || node.getOp().equals("LRN")) return true;
        if (!WINDOWED.contains(node.getOp())) return false;
        boolean pool = node.getOp().contains("Pool");
        return text(node, "padding").equals("EXPLICIT")
                || (pool && text(node, "data_format").startsWith("NC"))
                || node.getAttrOrDefault("dilations", NONE).getList().getIList().stream()
                        .anyMatch(d -> d > 1);
    }

    private static String text(NodeDef node, String attribute) {
        return node.getAttrOrDefault(attribute, NONE).getS().toStringUtf8();
    }
}
