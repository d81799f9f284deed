package org.coverslip.tensorflow.training;

import org.coverslip.network.ElementType;
import org.coverslip.network.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** Copies tensors between the Java heap and TensorFlow's own API, each in one block. */
final class NativeValues {

    private NativeValues() {}

    /** A native copy; the caller closes it. */
    static org.tensorflow.Tensor toNative(Tensor t) {
        Shape shape = Shape.of(t.shape());
        return switch (t.type()) {
            case FLOAT32 -> TFloat32.tensorOf(shape, DataBuffers.of((float[]) t.array()));
            case FLOAT64 -> TFloat64.tensorOf(shape, DataBuffers.of((double[]) t.array()));
            case INT32 -> TInt32.tensorOf(shape, DataBuffers.of((int[]) t.array()));
            case INT64 -> TInt64.tensorOf(shape, DataBuffers.of((long[]) t.array()));
            case UINT8 -> TUint8.tensorOf(shape, DataBuffers.of((byte[]) t.array()));
            default -> throw new IllegalArgumentException("no input is of type " + t.type());
        };
    }

    /** Whether {@link #toNative} takes tensors of this type. */
    static boolean takes(ElementType type) {
        return switch (type) {
            case FLOAT32, FLOAT64, INT32, INT64, UINT8 -> true;
            default -> false;
        };
    }

    /** A heap copy of 32-bit floats. */
    static Tensor floats(org.tensorflow.Tensor value) {
        float[] floats = new float[Math.toIntExact(value.shape().size())];
        value.asRawTensor().data().asFloats().read(floats);
        return Tensor.of(floats, value.shape().asArray());
    }

    static float scalar(org.tensorflow.Tensor value) {
        return value.asRawTensor().data().asFloats().getFloat(0);
    }

    static boolean flag(org.tensorflow.Tensor value) {
        return value.asRawTensor().data().getByte(0) != 0;
    }
}
