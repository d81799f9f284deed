package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.graph.Value;

/**
 * The result of a layer, with what is known of its meaning.
 *
 * @param axes {@code byxc} or {@code bcyx} for images; empty if unknown
 * @param activation the function that made it, by its Keras name; empty if unknown
 */
public record Tensor(Value value, String axes, String activation) {

    public Tensor withActivation(String name) {
        return new Tensor(value, axes, name);
    }

    public Tensor withAxes(String letters) {
        return new Tensor(value, letters, activation);
    }
}
