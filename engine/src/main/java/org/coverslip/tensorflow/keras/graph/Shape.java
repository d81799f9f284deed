package org.coverslip.tensorflow.keras.graph;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.coverslip.tensorflow.keras.config.Fault;

/**
 * Extent per axis of a tensor, as far as known before it runs. Immutable.
 *
 * <p>{@link #UNKNOWN} stands for an extent that follows the input, as that of the batch does.
 */
public final class Shape {

    /** An extent that is only known when the network runs. */
    public static final long UNKNOWN = -1;

    private final long[] sizes;

    private Shape(long[] sizes) {
        this.sizes = sizes;
    }

    public static Shape of(long... sizes) {
        return new Shape(sizes.clone());
    }

    public int rank() {
        return sizes.length;
    }

    public long size(int axis) {
        return sizes[axis];
    }

    public boolean isKnown(int axis) {
        return sizes[axis] != UNKNOWN;
    }

    public long[] toArray() {
        return sizes.clone();
    }

    /** This shape with another extent along one axis. */
    public Shape with(int axis, long size) {
        long[] to = sizes.clone();
        to[axis] = size;
        return new Shape(to);
    }

    /** The axes in another order: axis i of the result is {@code order[i]} of this. */
    public Shape permuted(int... order) {
        return new Shape(Arrays.stream(order).mapToLong(a -> sizes[a]).toArray());
    }

    /** The axes from one index (inclusive) to another (exclusive). */
    public Shape slice(int from, int to) {
        return new Shape(Arrays.copyOfRange(sizes, from, to));
    }

    /** Number of elements; {@link #UNKNOWN} if an extent is. */
    public long elements() {
        long n = 1;
        for (long s : sizes) {
            if (s == UNKNOWN) return UNKNOWN;
            n = Math.multiplyExact(n, s);
        }
        return n;
    }

    /** An axis counted from either end, made to count from the start. */
    public int axis(int axis, String owner) {
        if (axis < -rank() || axis >= rank()) {
            throw new Fault(
                    owner + " works on axis " + axis + " of an input with " + rank() + " axes",
                    Fault.SAVE_AGAIN);
        }
        return Math.floorMod(axis, rank());
    }

    /** The shape of an elementwise operation on two tensors, extents of 1 being repeated. */
    public Shape broadcast(Shape other, String owner) {
        int rank = Math.max(rank(), other.rank());
        long[] to = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long a = i <= rank() ? sizes[rank() - i] : 1;
            long b = i <= other.rank() ? other.sizes[other.rank() - i] : 1;
            if (a != b && a > 1 && b > 1) {
                throw new Fault(
                        owner + " joins inputs of the shapes " + this + " and " + other,
                        Fault.SAVE_AGAIN);
            }
            to[rank - i] = a == 1 ? b : b == 1 ? a : Math.max(a, b);
        }
        return new Shape(to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape s && Arrays.equals(s.sizes, sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** As {@code [?,224,224,3]}. */
    @Override
    public String toString() {
        return Arrays.stream(sizes)
                .mapToObj(n -> n == UNKNOWN ? "?" : Long.toString(n))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
