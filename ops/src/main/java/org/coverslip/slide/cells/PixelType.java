package org.coverslip.slide.cells;

import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.Supplier;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;

/** How one sample is stored, as a primitive array and as the ImgLib2 type over it. */
public enum PixelType {
    /** {@code byte[]}, read as 0 to 255. */
    UINT8(1, byte[]::new, UnsignedByteType::new, PixelType::bytes),
    /** {@code byte[]}. */
    INT8(1, byte[]::new, ByteType::new, PixelType::bytes),
    /** {@code short[]}, read as 0 to 65535. */
    UINT16(2, short[]::new, UnsignedShortType::new, PixelType::shorts),
    /** {@code short[]}. */
    INT16(2, short[]::new, ShortType::new, PixelType::shorts),
    /** {@code int[]}, read as 0 to 2^32 - 1. */
    UINT32(4, int[]::new, UnsignedIntType::new, PixelType::ints),
    /** {@code int[]}. */
    INT32(4, int[]::new, IntType::new, PixelType::ints),
    /** {@code float[]}. */
    FLOAT32(4, float[]::new, FloatType::new, a -> new FloatArray((float[]) a)),
    /** {@code double[]}. */
    FLOAT64(8, double[]::new, DoubleType::new, a -> new DoubleArray((double[]) a));

    private final int bytes;
    private final Function<Integer, Object> array;
    private final Supplier<NativeType<?>> type;
    private final Function<Object, DataAccess> access;

    PixelType(
            int bytes,
            Function<Integer, Object> array,
            Supplier<NativeType<?>> type,
            Function<Object, DataAccess> access) {
        this.bytes = bytes;
        this.array = array;
        this.type = type;
        this.access = access;
    }

    /** Bytes of one sample: 1, 2, 4 or 8. */
    public int bytes() {
        return bytes;
    }

    /** A new primitive array of {@code n} samples, all zero. */
    public Object newArray(int n) {
        return array.apply(n);
    }

    /**
     * Copies stored samples, in the byte order of {@code raw}, to their places.
     *
     * @param raw samples {@code from + i * step}, i from 0 to {@code n} - 1, counted in samples
     * @param to an array of {@link #newArray}, filled from {@code at} on
     */
    public void copy(ByteBuffer raw, int from, int step, Object to, int at, int n) {
        switch (bytes) {
            case 1 -> {
                byte[] out = (byte[]) to;
                if (step == 1) {
                    raw.get(from, out, at, n);
                    return;
                }
                for (int i = 0, j = from; i < n; i++, j += step) out[at + i] = raw.get(j);
            }
            case 2 -> {
                short[] out = (short[]) to;
                var in = raw.asShortBuffer();
                for (int i = 0, j = from; i < n; i++, j += step) out[at + i] = in.get(j);
            }
            case 4 -> {
                if (to instanceof float[] out) {
                    var in = raw.asFloatBuffer();
                    for (int i = 0, j = from; i < n; i++, j += step) out[at + i] = in.get(j);
                } else {
                    int[] out = (int[]) to;
                    var in = raw.asIntBuffer();
                    for (int i = 0, j = from; i < n; i++, j += step) out[at + i] = in.get(j);
                }
            }
            default -> {
                double[] out = (double[]) to;
                var in = raw.asDoubleBuffer();
                for (int i = 0, j = from; i < n; i++, j += step) out[at + i] = in.get(j);
            }
        }
    }

    /** The ImgLib2 type of one sample; it is a {@link RealType}. */
    NativeType<?> newType() {
        return type.get();
    }

    /**
     * @throws ClassCastException if {@code samples} is not an array of this type
     */
    DataAccess access(Object samples) {
        return access.apply(samples);
    }

    private static DataAccess bytes(Object samples) {
        return new ByteArray((byte[]) samples);
    }

    private static DataAccess shorts(Object samples) {
        return new ShortArray((short[]) samples);
    }

    private static DataAccess ints(Object samples) {
        return new IntArray((int[]) samples);
    }
}
