package org.coverslip.tensorflow.training;

import org.tensorflow.GraphOperation;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** One operation on its way into a native graph: inputs and attributes first, then its output. */
final class Node {

    private final GraphOperationBuilder builder;

    Node(GraphOperationBuilder builder) {
        this.builder = builder;
    }

    Node in(Output<?>... values) {
        for (Output<?> value : values) builder.addInput(value);
        return this;
    }

    /** One input that takes several values. */
    Node list(Output<?>... values) {
        builder.addInputList(values);
        return this;
    }

    /** Runs only when the other has run. */
    Node after(Operation other) {
        builder.addControlInput(other);
        return this;
    }

    Node type(String attribute, DataType type) {
        builder.setAttr(attribute, type);
        return this;
    }

    Node text(String attribute, String value) {
        builder.setAttr(attribute, value);
        return this;
    }

    Node flag(String attribute, boolean value) {
        builder.setAttr(attribute, value);
        return this;
    }

    Node shape(String attribute, long... sizes) {
        builder.setAttr(attribute, Shape.of(sizes));
        return this;
    }

    /** A constant of one number, and its type. */
    Node number(String attribute, float value) {
        try (TFloat32 scalar = TFloat32.scalarOf(value)) {
            builder.setAttr("dtype", DataType.DT_FLOAT).setAttr(attribute, scalar);
        }
        return this;
    }

    Output<?> output() {
        return build().output(0);
    }

    GraphOperation build() {
        return builder.build();
    }
}
