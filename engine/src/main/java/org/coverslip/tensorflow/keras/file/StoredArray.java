package org.coverslip.tensorflow.keras.file;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.coverslip.tensorflow.keras.config.Fault;

/**
 * A weight array in a file, not read until asked for.
 *
 * @param path where it stands in the file, for messages
 * @param shape extent per axis, row-major
 * @param half whether it is stored with 16 bits per number
 */
public record StoredArray(String path, long[] shape, boolean half, Dataset dataset)
        implements WeightArray {

    // Deflate, the strongest filter that HDF5 files of Keras can carry, saves at most 1032 to 1.
    private static final long STRONGEST_COMPRESSION = 1032;

    static StoredArray of(String path, Dataset dataset, long fileBytes) {
        long[] shape = Arrays.stream(dataset.getDimensions()).asLongStream().toArray();
        DataType type = dataset.getDataType();
        long size = type.getSize();
        try {
            for (long n : shape) size = Math.multiplyExact(size, n);
        } catch (ArithmeticException e) {
            size = Long.MAX_VALUE;
        }
        long most =
                dataset instanceof ContiguousDataset
                        ? fileBytes
                        : Math.multiplyExact(fileBytes, STRONGEST_COMPRESSION);
        if (size > most || size > Integer.MAX_VALUE) {
            throw new Fault(
                    "weight " + Fault.quote(path) + " claims more bytes than the file can hold",
                    "copy or download the file again");
        }
        boolean half = type instanceof FloatingPoint && type.getSize() == 2;
        return new StoredArray(path, shape, half, dataset);
    }

    /** A plain array of an open file is mapped and not copied. */
    @Override
    public ByteBuffer floats() {
        return Hdf5.guard(
                () -> {
                    ByteBuffer floats = isPlain() ? mapped() : converted();
                    requireFinite(floats.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
                    return floats;
                });
    }

    private boolean isPlain() {
        return dataset instanceof ContiguousDataset
                && dataset.getDataType() instanceof FloatingPoint f
                && f.getSize() == Float.BYTES
                && f.getByteOrder() == ByteOrder.LITTLE_ENDIAN
                && dataset.getSize() > 0;
    }

    private ByteBuffer mapped() {
        ByteBuffer buffer = ((ContiguousDataset) dataset).getBuffer();
        if (buffer.remaining() != dataset.getSizeInBytes()) {
            throw new IllegalStateException("storage of " + buffer.remaining() + " bytes");
        }
        return buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer converted() {
        Object flat = dataset.getDataFlat();
        boolean scalar = !flat.getClass().isArray();
        int n = scalar ? 1 : Array.getLength(flat);
        ByteBuffer to = ByteBuffer.allocate(n * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            Object value = scalar ? flat : Array.get(flat, i);
            if (!(value instanceof Number number)) {
                throw new Fault(
                        "weight " + Fault.quote(path) + " does not hold numbers", Fault.SAVE_AGAIN);
            }
            to.putFloat(i * Float.BYTES, number.floatValue());
        }
        return to;
    }

    private void requireFinite(ByteBuffer buffer) {
        FloatBuffer values = buffer.asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
            float v = values.get(i);
            if (!Float.isFinite(v)) {
                throw new Fault(
                        "weight " + Fault.quote(path) + " holds " + v + ", so it predicts nothing",
                        "use a checkpoint from before the training diverged");
            }
        }
    }
}
