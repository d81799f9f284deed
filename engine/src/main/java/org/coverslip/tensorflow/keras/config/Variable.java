package org.coverslip.tensorflow.keras.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * A weight array that a layer owns.
 *
 * @param name as Keras calls it, for example {@code kernel}
 * @param trainable false for moving averages: HDF5 files list those last
 */
public record Variable(String name, boolean trainable) {

    /** Trainable variables of these names. */
    public static List<Variable> trainable(String... names) {
        return Stream.of(names).map(n -> new Variable(n, true)).toList();
    }

    /** Variables of these names that training does not change by gradients. */
    public static List<Variable> fixed(String... names) {
        return Stream.of(names).map(n -> new Variable(n, false)).toList();
    }
}
