package org.coverslip.model.step;

import org.coverslip.network.ElementType;

/**
 * Makes the values what they would be in another type: integers are cut towards zero, as NumPy's
 * {@code astype} does, and clamped to the type's range (where NumPy's result is undefined); NaN
 * becomes 0. Source: bioimage.io 0.5, {@code ensure_dtype}.
 */
public record EnsureType(ElementType type) implements Step {

    @Override
    public String id() {
        return "ensure_dtype";
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        switch (type) {
            case UINT8 -> integers(block.data(), 0, 0xff);
            case INT8 -> integers(block.data(), Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT16 -> integers(block.data(), 0, 0xffff);
            case INT16 -> integers(block.data(), Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> integers(block.data(), Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> integers(block.data(), Long.MIN_VALUE, Long.MAX_VALUE);
            case BOOL -> {
                float[] data = block.data();
                for (int i = 0; i < data.length; i++) data[i] = data[i] != 0 ? 1 : 0;
            }
            case FLOAT32, FLOAT64, UNSUPPORTED -> {}
        }
    }

    private static void integers(float[] data, long min, long max) {
        // NB: Java's cast cuts towards zero, saturates, and takes NaN for 0.
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.max(min, Math.min(max, (long) data[i]));
        }
    }
}
