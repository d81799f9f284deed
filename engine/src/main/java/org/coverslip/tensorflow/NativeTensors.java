package org.coverslip.tensorflow;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.coverslip.network.ElementType;
import org.coverslip.network.Tensor;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;

/** Copies tensors between the Java heap and TensorFlow, each in one block. */
final class NativeTensors {

    private NativeTensors() {}

    /**
     * A native copy; the caller closes it.
     *
     * @throws OutOfMemoryError if TensorFlow cannot allocate it
     */
    static TF_Tensor toNative(Tensor tensor) {
        ElementType type = tensor.type();
        TF_Tensor copy =
                TF_Tensor.allocateTensor(
                        ElementTypes.number(type),
                        tensor.shape(),
                        (long) tensor.size() * type.bytes());
        if (copy == null || copy.isNull())
            throw new OutOfMemoryError("no memory for an input tensor " + tensor);
        if (tensor.size() == 0) return copy;
        Pointer data = tensorflow.TF_TensorData(copy);
        switch (type) {
            case FLOAT32 -> new FloatPointer(data).put((float[]) tensor.array());
            case FLOAT64 -> new DoublePointer(data).put((double[]) tensor.array());
            case UINT8, INT8 -> new BytePointer(data).put((byte[]) tensor.array());
            case BOOL -> new BytePointer(data).put(zeroOrOne((byte[]) tensor.array()));
            case UINT16, INT16 -> new ShortPointer(data).put((short[]) tensor.array());
            case INT32 -> new IntPointer(data).put((int[]) tensor.array());
            case INT64 -> new LongPointer(data).put((long[]) tensor.array());
            case UNSUPPORTED -> throw new IllegalArgumentException("no values");
        }
        return copy;
    }

    /**
     * A heap copy.
     *
     * @throws IllegalArgumentException if its type or its size has no place in a Java array
     */
    static Tensor fromNative(TF_Tensor tensor) {
        ElementType type = ElementTypes.of(tensorflow.TF_TensorType(tensor));
        long[] shape = new long[tensorflow.TF_NumDims(tensor)];
        for (int i = 0; i < shape.length; i++) shape[i] = tensorflow.TF_Dim(tensor, i);
        if (type == ElementType.UNSUPPORTED)
            throw new IllegalArgumentException("it holds neither numbers nor truth values");
        long length = tensorflow.TF_TensorByteSize(tensor) / type.bytes();
        if (length > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException("it has " + length + " values, too many for Java");
        int n = (int) length;
        Pointer data = tensorflow.TF_TensorData(tensor);
        return switch (type) {
            case FLOAT32 -> {
                float[] values = new float[n];
                if (n > 0) new FloatPointer(data).get(values);
                yield Tensor.of(values, shape);
            }
            case FLOAT64 -> {
                double[] values = new double[n];
                if (n > 0) new DoublePointer(data).get(values);
                yield Tensor.of(values, shape);
            }
            case INT32 -> {
                int[] values = new int[n];
                if (n > 0) new IntPointer(data).get(values);
                yield Tensor.of(values, shape);
            }
            case INT64 -> {
                long[] values = new long[n];
                if (n > 0) new LongPointer(data).get(values);
                yield Tensor.of(values, shape);
            }
            case UINT16, INT16 -> {
                short[] values = new short[n];
                if (n > 0) new ShortPointer(data).get(values);
                yield Tensor.of(type, values, shape);
            }
            default -> {
                byte[] values = new byte[n];
                if (n > 0) new BytePointer(data).get(values);
                yield Tensor.of(type, values, shape);
            }
        };
    }

    // NB: C++ may branch on either bit of a bool that is neither 0 nor 1.
    private static byte[] zeroOrOne(byte[] values) {
        byte[] bools = new byte[values.length];
        for (int i = 0; i < bools.length; i++) bools[i] = (byte) (values[i] == 0 ? 0 : 1);
        return bools;
    }
}
