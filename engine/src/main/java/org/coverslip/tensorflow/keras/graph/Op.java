package org.coverslip.tensorflow.keras.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** One operation on its way into the graph: inputs and attributes first, then {@link #gives}. */
public final class Op {

    private final GraphWriter graph;
    private final NodeDef.Builder node;

    Op(GraphWriter graph, String name, String type) {
        this.graph = graph;
        this.node = NodeDef.newBuilder().setName(name).setOp(type);
    }

    public Op in(Value... values) {
        for (Value v : values) node.addInput(v.node());
        return this;
    }

    public Op in(List<Value> values) {
        return in(values.toArray(Value[]::new));
    }

    public Op type(String attribute, DataType type) {
        return attr(attribute, AttrValue.newBuilder().setType(type));
    }

    public Op flag(String attribute, boolean value) {
        return attr(attribute, AttrValue.newBuilder().setB(value));
    }

    public Op integer(String attribute, long value) {
        return attr(attribute, AttrValue.newBuilder().setI(value));
    }

    public Op number(String attribute, double value) {
        return attr(attribute, AttrValue.newBuilder().setF((float) value));
    }

    public Op text(String attribute, String value) {
        return attr(attribute, AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)));
    }

    public Op integers(String attribute, long... values) {
        AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
        for (long v : values) list.addI(v);
        return attr(attribute, AttrValue.newBuilder().setList(list));
    }

    public Op shape(String attribute, Shape value) {
        return attr(attribute, AttrValue.newBuilder().setShape(GraphWriter.proto(value)));
    }

    private Op attr(String attribute, AttrValue.Builder value) {
        node.putAttr(attribute, value.build());
        return this;
    }

    /** Adds the operation, whose first output has this type and shape. */
    public Value gives(DataType type, Shape shape) {
        graph.add(node);
        return new Value(node.getName(), type, shape);
    }

    /**
     * Adds the operation; its outputs have this type and these shapes.
     *
     * @return the first of its outputs, as many as there are shapes
     */
    public List<Value> givesAll(DataType type, Shape... shapes) {
        graph.add(node);
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < shapes.length; i++) {
            String port = i == 0 ? "" : ":" + i;
            outputs.add(new Value(node.getName() + port, type, shapes[i]));
        }
        return outputs;
    }

    /** Adds the operation, whose first output is of 32-bit floats. */
    public Value gives(Shape shape) {
        return gives(DataType.DT_FLOAT, shape);
    }
}
