package org.coverslip.tensorflow.keras.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.coverslip.network.Tensor;
import org.coverslip.tensorflow.keras.config.Fault;

/**
 * A weight array that was computed and never stored.
 *
 * @param name for messages
 * @param tensor its numbers
 */
public record MemoryArray(String name, Tensor tensor) implements WeightArray {

    @Override
    public long[] shape() {
        return tensor.shape();
    }

    @Override
    public boolean half() {
        return false;
    }

    @Override
    public ByteBuffer floats() {
        float[] values = tensor.floats();
        ByteBuffer buffer =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : values) {
            if (!Float.isFinite(v)) {
                throw new Fault("weight " + Fault.quote(name) + " holds " + v, "compute it again");
            }
            buffer.putFloat(v);
        }
        return buffer.flip();
    }
}
