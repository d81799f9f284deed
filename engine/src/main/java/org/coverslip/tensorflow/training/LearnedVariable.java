package org.coverslip.tensorflow.training;

import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * A weight that lives in the session.
 *
 * @param name {@code layer/variable}
 * @param layer its owner
 * @param handle the resource that holds it
 * @param read its value
 * @param changes whether gradients change it: it is no moving average, and its layer is not frozen
 */
record LearnedVariable(String name, LayerSpec layer, Value handle, Value read, boolean changes) {

    /** Whether weight decay applies: kernels, not biases or normalisation. */
    boolean isKernel() {
        return name.endsWith("kernel");
    }
}
