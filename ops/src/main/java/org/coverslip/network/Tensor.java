package org.coverslip.network;

import java.util.Arrays;
import java.util.Objects;

/**
 * Numbers with a shape, in row-major order (the last axis varies fastest), held on the Java heap so
 * that nothing native has to be closed by callers. The array is shared, not copied: a tensor is a
 * view of the array it was made from.
 */
public final class Tensor {

    private final ElementType type;
    private final long[] shape;
    private final Object array;

    private Tensor(ElementType type, Object array, int length, long[] shape) {
        long size = 1;
        for (long n : shape) size = Math.multiplyExact(size, n);
        if (size != length) {
            throw new IllegalArgumentException(
                    length + " values do not fill shape " + Arrays.toString(shape));
        }
        this.type = type;
        this.shape = shape.clone();
        this.array = array;
    }

    public static Tensor of(float[] values, long... shape) {
        return new Tensor(ElementType.FLOAT32, values, values.length, shape);
    }

    public static Tensor of(double[] values, long... shape) {
        return new Tensor(ElementType.FLOAT64, values, values.length, shape);
    }

    public static Tensor of(int[] values, long... shape) {
        return new Tensor(ElementType.INT32, values, values.length, shape);
    }

    public static Tensor of(long[] values, long... shape) {
        return new Tensor(ElementType.INT64, values, values.length, shape);
    }

    /**
     * @param type one of {@code UINT8}, {@code INT8}, {@code BOOL} (0 or 1)
     */
    public static Tensor of(ElementType type, byte[] values, long... shape) {
        if (type.bytes() != 1) throw new IllegalArgumentException(type + " is not one byte wide");
        return new Tensor(type, values, values.length, shape);
    }

    /**
     * @param type one of {@code UINT16}, {@code INT16}
     */
    public static Tensor of(ElementType type, short[] values, long... shape) {
        if (type.bytes() != 2) throw new IllegalArgumentException(type + " is not two bytes wide");
        return new Tensor(type, values, values.length, shape);
    }

    public ElementType type() {
        return type;
    }

    /** Extent per axis; a copy. */
    public long[] shape() {
        return shape.clone();
    }

    public int rank() {
        return shape.length;
    }

    public int size() {
        return java.lang.reflect.Array.getLength(array);
    }

    /**
     * The backing array: {@code float[]}, {@code double[]}, {@code byte[]}, {@code short[]}, {@code
     * int[]} or {@code long[]}.
     */
    public Object array() {
        return array;
    }

    /** The same values under another shape of the same size. */
    public Tensor reshape(long... newShape) {
        return new Tensor(type, array, size(), newShape);
    }

    /**
     * The values as floats: the backing array itself for {@code FLOAT32}, a converted copy
     * otherwise.
     */
    public float[] floats() {
        return type == ElementType.FLOAT32
                ? (float[]) array
                : (float[]) to(ElementType.FLOAT32).array;
    }

    /** Element {@code i} in row-major order, unsigned types as non-negative numbers. */
    public double get(int i) {
        return switch (type) {
            case FLOAT32 -> ((float[]) array)[i];
            case FLOAT64 -> ((double[]) array)[i];
            case UINT8 -> ((byte[]) array)[i] & 0xff;
            case INT8, BOOL -> ((byte[]) array)[i];
            case UINT16 -> ((short[]) array)[i] & 0xffff;
            case INT16 -> ((short[]) array)[i];
            case INT32 -> ((int[]) array)[i];
            case INT64 -> ((long[]) array)[i];
            case UNSUPPORTED -> throw new IllegalStateException("no values");
        };
    }

    /**
     * The same numbers as another type; integers are rounded to the nearest and clamped to the
     * target's range, NaN becomes 0.
     */
    public Tensor to(ElementType target) {
        if (target == type) return this;
        int n = size();
        return switch (target) {
            case FLOAT32 -> {
                float[] to = new float[n];
                for (int i = 0; i < n; i++) to[i] = (float) get(i);
                yield of(to, shape);
            }
            case FLOAT64 -> {
                double[] to = new double[n];
                for (int i = 0; i < n; i++) to[i] = get(i);
                yield of(to, shape);
            }
            case UINT8, INT8, BOOL -> {
                byte[] to = new byte[n];
                for (int i = 0; i < n; i++) to[i] = (byte) clamped(i, target);
                yield of(target, to, shape);
            }
            case UINT16, INT16 -> {
                short[] to = new short[n];
                for (int i = 0; i < n; i++) to[i] = (short) clamped(i, target);
                yield of(target, to, shape);
            }
            case INT32 -> {
                int[] to = new int[n];
                for (int i = 0; i < n; i++) to[i] = (int) clamped(i, target);
                yield of(to, shape);
            }
            case INT64 -> {
                long[] to = new long[n];
                for (int i = 0; i < n; i++) to[i] = clamped(i, target);
                yield of(to, shape);
            }
            case UNSUPPORTED -> throw new IllegalArgumentException("cannot convert to " + target);
        };
    }

    private long clamped(int i, ElementType target) {
        // NB: int64 sources must not pass through double, which is exact only up to 2^53.
        long v = type == ElementType.INT64 ? ((long[]) array)[i] : Math.round(get(i));
        return switch (target) {
            case UINT8 -> Math.max(0, Math.min(0xff, v));
            case INT8 -> Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, v));
            case BOOL -> v == 0 ? 0 : 1;
            case UINT16 -> Math.max(0, Math.min(0xffff, v));
            case INT16 -> Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, v));
            case INT32 -> Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, v));
            default -> v;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor t
                && t.type == type
                && Arrays.equals(t.shape, shape)
                && Objects.deepEquals(t.array, array);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
