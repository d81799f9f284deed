package org.coverslip.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A network of one float input {@code x} and one output {@code y}, written operation by operation
 * with random weights.
 */
final class SmallModel {

    private final ModelWriter model = new ModelWriter();
    private final Random random = new Random(11);

    SmallModel(long... inputShape) {
        model.node("x", "Placeholder")
                .putAttr("dtype", type(DataType.DT_FLOAT))
                .putAttr("shape", extents(inputShape));
    }

    /** The writer behind, for what has no shorthand. */
    ModelWriter writer() {
        return model;
    }

    /** An operation of floats. */
    NodeDef.Builder op(String name, String op, String... inputs) {
        return model.node(name, op, inputs).putAttr("T", type(DataType.DT_FLOAT));
    }

    /** A convolution in two or three dimensions. */
    NodeDef.Builder window(
            String name, String op, String padding, AttrValue strides, String... inputs) {
        return op(name, op, inputs)
                .putAttr("padding", ModelWriter.string(padding))
                .putAttr("strides", strides);
    }

    /** Normally distributed weights. */
    String weights(String name, long... shape) {
        int size = 1;
        for (long n : shape) size *= (int) n;
        double deviation = 1 / Math.sqrt(size / (double) shape[shape.length - 1]);
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(shape(shape));
        for (int i = 0; i < size; i++)
            tensor.addFloatVal((float) (deviation * random.nextGaussian()));
        return constant(name, tensor);
    }

    String integers(String name, int... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setDtype(DataType.DT_INT32)
                        .setTensorShape(shape(values.length));
        for (int value : values) tensor.addIntVal(value);
        return constant(name, tensor);
    }

    String scalar(String name, int value) {
        return constant(
                name,
                TensorProto.newBuilder()
                        .setDtype(DataType.DT_INT32)
                        .setTensorShape(shape())
                        .addIntVal(value));
    }

    private String constant(String name, TensorProto.Builder tensor) {
        model.node(name, "Const")
                .putAttr("dtype", type(tensor.getDtype()))
                .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
        return name;
    }

    /** Writes it with the output of an operation as {@code y}. */
    Path write(Path folder, String output) {
        return model.signature("serving_default", "x", output, DataType.DT_FLOAT).write(folder);
    }

    static TensorShapeProto shape(long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long n : sizes) shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(n));
        return shape.build();
    }

    static AttrValue extents(long... sizes) {
        return AttrValue.newBuilder().setShape(shape(sizes)).build();
    }

    static AttrValue type(DataType type) {
        return ModelWriter.type(type);
    }

    static AttrValue types(DataType... types) {
        return AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder().addAllType(List.of(types)))
                .build();
    }

    static AttrValue list(long... values) {
        List<Long> all = new ArrayList<>();
        for (long v : values) all.add(v);
        return AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder().addAllI(all))
                .build();
    }

    static AttrValue number(float value) {
        return AttrValue.newBuilder().setF(value).build();
    }

    static AttrValue integer(long value) {
        return AttrValue.newBuilder().setI(value).build();
    }

    static AttrValue flag(boolean value) {
        return AttrValue.newBuilder().setB(value).build();
    }
}
