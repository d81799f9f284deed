package org.coverslip.tensorflow.keras.file;

import java.nio.ByteBuffer;

/** The numbers of one weight, from a file or from memory. */
public interface WeightArray {

    /** Extent per axis, row-major. */
    long[] shape();

    /** Whether it is stored with 16 bits per number. */
    boolean half();

    /**
     * The values as little-endian 32-bit floats in row-major order.
     *
     * @throws org.coverslip.tensorflow.keras.config.Fault if it does not hold numbers, or one of
     *     them is not finite
     */
    ByteBuffer floats();
}
