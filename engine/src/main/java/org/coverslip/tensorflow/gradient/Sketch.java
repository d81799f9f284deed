package org.coverslip.tensorflow.gradient;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coverslip.tensorflow.inline.Wire;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Nodes that are about to be added to a loaded graph, under one path. */
final class Sketch {

    private static final DataType INT = DataType.DT_INT32;

    private final LoadedGraph graph;
    private final String path;
    private final List<NodeDef> nodes = new ArrayList<>();

    /**
     * @param path that no node of the graph has
     */
    Sketch(LoadedGraph graph, String path) {
        this.graph = graph;
        this.path = path;
    }

    /** Adds what was sketched to the graph. */
    void add() {
        graph.add(nodes);
        nodes.clear();
    }

    /** The first output of a new node. */
    Wire op(String op, Map<String, AttrValue> attributes, Wire... inputs) {
        NodeDef.Builder node =
                NodeDef.newBuilder()
                        .setName(path + "/" + op + "_" + nodes.size())
                        .setOp(op)
                        .putAllAttr(attributes);
        for (Wire input : inputs) node.addInput(input.toString());
        nodes.add(node.build());
        return new Wire(node.getName(), 0);
    }

    /** A placeholder of any shape. */
    Wire placeholder(AttrValue type) {
        return op("Placeholder", Map.of("dtype", type));
    }

    /** A constant of integers of one or two axes, or a scalar. */
    Wire integers(long[] shape, int... values) {
        TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
        for (long n : shape) extents.addDim(TensorShapeProto.Dim.newBuilder().setSize(n));
        TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(INT).setTensorShape(extents);
        for (int value : values) tensor.addIntVal(value);
        AttrValue value = AttrValue.newBuilder().setTensor(tensor).build();
        return op("Const", Map.of("dtype", type(INT), "value", value));
    }

    Wire vector(int... values) {
        return integers(new long[] {values.length}, values);
    }

    Wire scalar(int value) {
        return integers(new long[0], value);
    }

    /** The shape of a tensor, found when it runs. */
    Wire shape(Wire of, AttrValue type) {
        return op("Shape", Map.of("T", type, "out_type", type(INT)), of);
    }

    /** Entries of a vector of integers. */
    Wire part(Wire vector, int from, int until) {
        Map<String, AttrValue> types = Map.of("T", type(INT), "Index", type(INT));
        return op("StridedSlice", types, vector, vector(from), vector(until), vector(1));
    }

    /** The sum of tensors of one shape. */
    Wire sum(List<Wire> terms, AttrValue type) {
        if (terms.size() == 1) return terms.get(0);
        AttrValue count = AttrValue.newBuilder().setI(terms.size()).build();
        return op("AddN", Map.of("T", type, "N", count), terms.toArray(Wire[]::new));
    }

    static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    static AttrValue text(String text) {
        return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
    }

    static AttrValue number(long value) {
        return AttrValue.newBuilder().setI(value).build();
    }

    static AttrValue list(long... values) {
        AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
        for (long value : values) list.addI(value);
        return AttrValue.newBuilder().setList(list).build();
    }
}
