package org.coverslip.tensorflow.gradient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.tensorflow.inline.FlatGraph;
import org.coverslip.tensorflow.inline.Unfit;
import org.coverslip.tensorflow.inline.Wire;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Gradients that TensorFlow's C++ library lacks or gets wrong, each by the one input that carries
 * an image; the rules are those of TensorFlow's Python library (nn_grad.py).
 */
final class SeamRules {

    private static final AttrValue INT = Sketch.type(DataType.DT_INT32);

    private final LoadedGraph graph;
    private final String path;
    private final Sketch sketch;

    SeamRules(LoadedGraph graph, String path) {
        this.graph = graph;
        this.path = path;
        sketch = new Sketch(graph, path + "/rule");
    }

    /**
     * Where the gradient goes on.
     *
     * @param read by the operation
     * @param gradient by it
     */
    record Step(Wire read, Wire gradient) {}

    /**
     * @param arriving gradient by the operation's first output
     */
    Step step(NodeDef node, Wire arriving) {
        List<Wire> inputs = FlatGraph.inputs(node);
        return switch (node.getOp()) {
            case "Conv3D" -> {
                Map<String, AttrValue> attributes = same(node);
                attributes.put("Tshape", INT);
                Wire sizes = sizes(node, inputs.get(0));
                Wire filter = inputs.get(1);
                yield done(
                        inputs.get(0),
                        sketch.op("Conv3DBackpropInputV2", attributes, sizes, filter, arriving));
            }
            case "Conv3DBackpropInputV2" ->
                    done(inputs.get(2), sketch.op("Conv3D", same(node), arriving, inputs.get(1)));
            case "Conv2DBackpropInput" ->
                    done(inputs.get(2), sketch.op("Conv2D", same(node), arriving, inputs.get(1)));
            case "MaxPool", "MaxPool3D", "LRN" -> {
                Map<String, AttrValue> attributes = same(node);
                if (node.getOp().equals("MaxPool3D"))
                    attributes.put("TInput", node.getAttrOrThrow("T"));
                Wire before = inputs.get(0);
                Wire after = new Wire(node.getName(), 0);
                String op = node.getOp() + "Grad";
                yield done(
                        before,
                        op.startsWith("LRN")
                                ? sketch.op(op, attributes, arriving, before, after)
                                : sketch.op(op, attributes, before, after, arriving));
            }
            case "AvgPool", "AvgPool3D" ->
                    done(
                            inputs.get(0),
                            sketch.op(
                                    node.getOp() + "Grad",
                                    same(node),
                                    sizes(node, inputs.get(0)),
                                    arriving));
            case "TopKV2" -> done(inputs.get(0), topK(node, inputs.get(0), arriving));
            case "SparseSoftmaxCrossEntropyWithLogits" -> {
                AttrValue type = node.getAttrOrThrow("T");
                Wire slope = new Wire(node.getName(), 1);
                Wire column = column(arriving, type);
                yield done(inputs.get(0), sketch.op("Mul", Map.of("T", type), slope, column));
            }
            default -> window(node, inputs, arriving);
        };
    }

    private Step done(Wire read, Wire gradient) {
        sketch.add();
        return new Step(read, gradient);
    }

    /** The attributes that an operation and its gradient have in common. */
    private static Map<String, AttrValue> same(NodeDef node) {
        Map<String, AttrValue> same = new HashMap<>(node.getAttrMap());
        same.keySet().removeAll(List.of("Tshape", "use_cudnn_on_gpu"));
        return same;
    }

    private Wire sizes(NodeDef node, Wire tensor) {
        return sketch.shape(tensor, node.getAttrOrThrow("T"));
    }

    /** Each value's gradient goes to where the value was found. */
    private Wire topK(NodeDef node, Wire input, Wire arriving) {
        AttrValue type = node.getAttrOrThrow("T");
        long[] shape = graph.shape(input);
        if (shape == null) throw new Unfit("the rank of what TopKV2 reads is not known");
        Wire last = sketch.part(sketch.shape(input, type), shape.length - 1, shape.length);
        Map<String, AttrValue> toScalar = Map.of("T", INT, "Tshape", INT);
        Wire depth = sketch.op("Reshape", toScalar, last, sketch.vector());
        Map<String, AttrValue> cast = Map.of("SrcT", INT, "DstT", type);
        Wire one = sketch.op("Cast", cast, sketch.scalar(1));
        Wire zero = sketch.op("Cast", cast, sketch.scalar(0));
        AttrValue indexType = node.getAttrOrDefault("index_type", Sketch.type(DataType.DT_INT32));
        Map<String, AttrValue> hot = Map.of("T", type, "TI", indexType, "axis", Sketch.number(-1));
        Wire places = sketch.op("OneHot", hot, new Wire(node.getName(), 1), depth, one, zero);
        Wire spread = sketch.op("Mul", Map.of("T", type), places, column(arriving, type));
        return sketch.op("Sum", Map.of("T", type, "Tidx", INT), spread, sketch.vector(-2));
    }

    private Wire column(Wire values, AttrValue type) {
        return sketch.op("ExpandDims", Map.of("T", type, "Tdim", INT), values, sketch.scalar(-1));
    }

    /** Through a convolution of the same result that TensorFlow differentiates rightly. */
    private Step window(NodeDef node, List<Wire> inputs, Wire arriving) {
        Wire twin = new PlainConvolution(graph, sketch).of(node, inputs.get(0), inputs.get(1));
        sketch.add();
        Wire slope =
                graph.gradients(path + "/plain", twin, arriving, List.of(inputs.get(0))).get(0);
        return new Step(inputs.get(0), slope);
    }
}
