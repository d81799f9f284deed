package org.coverslip.tensorflow.keras.graph;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * The nodes of one call of a layer: adds operations under the layer's name. Numbers are 32-bit
 * floats, sizes 32-bit integers.
 */
public final class Scope {

    private static final DataType FLOAT = DataType.DT_FLOAT;
    private static final DataType INT = DataType.DT_INT32;

    private final GraphWriter graph;
    private final String path;
    private final String owner;

    /**
     * @param path prefix of node names
     * @param owner the layer, for messages
     */
    public Scope(GraphWriter graph, String path, String owner) {
        this.graph = graph;
        this.path = path;
        this.owner = owner;
    }

    /** An operation of any type; its node is named after the type. */
    public Op op(String type) {
        return new Op(graph, graph.freeName(path + "/" + type), type);
    }

    /** A constant of 32-bit floats given as little-endian bytes, named below the layer. */
    public Value weight(String name, Shape shape, ByteString content) {
        return graph.constant(path + "/" + name, FLOAT, shape, content);
    }

    public Value number(double value) {
        return numbers(Shape.of(), value);
    }

    /**
     * A constant of floats.
     *
     * <p>NB: no node may be called {@code Const}: TensorFlow's optimizer takes a FusedBatchNorm
     * apart and adds a {@code <node>/Const} without looking whether there is one (remapper.cc).
     */
    public Value numbers(Shape shape, double... values) {
        ByteBuffer bytes = bytes(values.length);
        for (double v : values) bytes.putFloat((float) v);
        return graph.constant(path + "/numbers", FLOAT, shape, ByteString.copyFrom(bytes.flip()));
    }

    /** A constant vector of integers. */
    public Value integers(long... values) {
        return integers(Shape.of(values.length), values);
    }

    /** A single 64-bit integer. */
    public Value wide(long value) {
        ByteBuffer bytes = bytes(2).putLong(value);
        return graph.constant(
                path + "/integers",
                DataType.DT_INT64,
                Shape.of(),
                ByteString.copyFrom(bytes.flip()));
    }

    /** A constant of integers. */
    public Value integers(Shape shape, long... values) {
        ByteBuffer bytes = bytes(values.length);
        for (long v : values) bytes.putInt(Math.toIntExact(v));
        return graph.constant(path + "/integers", INT, shape, ByteString.copyFrom(bytes.flip()));
    }

    private static ByteBuffer bytes(int numbers) {
        return ByteBuffer.allocate(4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An elementwise function of one tensor. */
    public Value unary(String type, Value x) {
        return op(type).in(x).type("T", x.type()).gives(x.type(), x.shape());
    }

    /** An elementwise function of two tensors, which are broadcast. */
    public Value binary(String type, Value x, Value y) {
        return op(type).in(x, y)
                .type("T", x.type())
                .gives(x.type(), x.shape().broadcast(y.shape(), owner));
    }

    public Value add(Value x, Value y) {
        return binary("AddV2", x, y);
    }

    public Value sub(Value x, Value y) {
        return binary("Sub", x, y);
    }

    public Value mul(Value x, Value y) {
        return binary("Mul", x, y);
    }

    /** x held between two bounds. */
    public Value clamp(Value x, double low, double high) {
        return binary("Minimum", binary("Maximum", x, number(low)), number(high));
    }

    /** Mean, Max or Sum over some axes. */
    public Value reduce(String type, Value x, boolean keep, int... axes) {
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            int axis = i;
            boolean gone = Arrays.stream(axes).anyMatch(a -> a == axis);
            if (!gone) sizes.add(x.shape().size(i));
            else if (keep) sizes.add(1L);
        }
        return op(type).in(x, integers(Arrays.stream(axes).asLongStream().toArray()))
                .type("T", x.type())
                .type("Tidx", INT)
                .flag("keep_dims", keep)
                .gives(x.type(), Shape.of(sizes.stream().mapToLong(Long::longValue).toArray()));
    }

    /** The axes in another order: axis i of the result is {@code order[i]} of x. */
    public Value transpose(Value x, int... order) {
        return op("Transpose")
                .in(x, integers(Arrays.stream(order).asLongStream().toArray()))
                .type("T", x.type())
                .type("Tperm", INT)
                .gives(x.type(), x.shape().permuted(order));
    }

    /** One axis moved to another place, the others in their order. */
    public Value moveAxis(Value x, int from, int to) {
        if (from == to) return x;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) if (i != from) order.add(i);
        order.add(to, from);
        return transpose(x, order.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The same numbers under another shape, of which at most one extent is unknown. */
    public Value reshape(Value x, Shape result) {
        return reshape(x, result, integers(result.toArray()));
    }

    /**
     * The same numbers under another shape, whose unknown extents are those of another tensor.
     *
     * @param like its extent along an axis is that of the result wherever the result's is unknown
     */
    public Value reshapeLike(Value x, Shape result, Value like) {
        long unknown = Arrays.stream(result.toArray()).filter(n -> n == Shape.UNKNOWN).count();
        if (unknown <= 1) return reshape(x, result);
        List<Value> sizes = new ArrayList<>();
        for (int i = 0; i < result.rank(); i++) {
            boolean known = result.isKnown(i);
            sizes.add(known ? integers(Shape.of(), result.size(i)) : size(like, i));
        }
        return reshape(x, result, pack(sizes));
    }

    /** The same numbers under another shape, computed in the graph as a vector. */
    public Value reshape(Value x, Shape result, Value sizes) {
        return op("Reshape")
                .in(x, sizes)
                .type("T", x.type())
                .type("Tshape", INT)
                .gives(x.type(), result);
    }

    /** The extent of x along one axis: a constant if it is known, else found when it runs. */
    public Value size(Value x, int axis) {
        if (x.shape().isKnown(axis)) return integers(Shape.of(), x.shape().size(axis));
        return op("StridedSlice")
                .in(shape(x), integers(axis), integers(axis + 1), integers(1))
                .type("T", INT)
                .type("Index", INT)
                .integer("shrink_axis_mask", 1)
                .gives(INT, Shape.of());
    }

    /** The extents of x along neighbouring axes, found when it runs. */
    public Value sizes(Value x, int from, int to) {
        return op("StridedSlice")
                .in(shape(x), integers(from), integers(to), integers(1))
                .type("T", INT)
                .type("Index", INT)
                .gives(INT, Shape.of(to - from));
    }

    /** The extents of x along all its axes, found when it runs. */
    public Value shape(Value x) {
        return op("Shape")
                .in(x)
                .type("T", x.type())
                .type("out_type", INT)
                .gives(INT, Shape.of(x.rank()));
    }

    /** Scalars as a vector. */
    public Value pack(List<Value> scalars) {
        return op("Pack")
                .in(scalars)
                .type("T", scalars.get(0).type())
                .integer("N", scalars.size())
                .integer("axis", 0)
                .gives(scalars.get(0).type(), Shape.of(scalars.size()));
    }

    /** Tensors laid end to end along one axis. */
    public Value concat(List<Value> values, int axis) {
        Shape shape = values.get(0).shape();
        long size = 0;
        for (Value v : values) {
            long n = v.shape().size(axis);
            size = size == Shape.UNKNOWN || n == Shape.UNKNOWN ? Shape.UNKNOWN : size + n;
        }
        return op("ConcatV2")
                .in(values)
                .in(integers(Shape.of(), axis))
                .type("T", values.get(0).type())
                .type("Tidx", INT)
                .integer("N", values.size())
                .gives(values.get(0).type(), shape.with(axis, size));
    }

    /**
     * A block of x along every axis.
     *
     * @param from first index kept
     * @param until how many are left away at the end
     */
    public Value crop(Value x, int[] from, int[] until) {
        long[] begin = new long[x.rank()];
        long[] end = new long[x.rank()];
        long[] step = new long[x.rank()];
        int open = 0;
        Shape shape = x.shape();
        for (int i = 0; i < x.rank(); i++) {
            begin[i] = from[i];
            end[i] = -until[i];
            step[i] = 1;
            if (until[i] == 0) open |= 1 << i;
            if (shape.isKnown(i)) shape = shape.with(i, shape.size(i) - from[i] - until[i]);
        }
        return op("StridedSlice")
                .in(x, integers(begin), integers(end), integers(step))
                .type("T", x.type())
                .type("Index", INT)
                .integer("end_mask", open)
                .gives(x.type(), shape);
    }

    /** x as 32-bit floats. */
    public Value toFloat(Value x) {
        if (x.type() == FLOAT) return x;
        return op("Cast").in(x).type("SrcT", x.type()).type("DstT", FLOAT).gives(x.shape());
    }
}
