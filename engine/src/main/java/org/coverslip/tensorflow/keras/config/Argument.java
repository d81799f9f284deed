package org.coverslip.tensorflow.keras.config;

import com.google.gson.JsonElement;

/** What a layer is called with: the output of another call, or a constant of the architecture. */
public sealed interface Argument {

    /**
     * One output of one call of a layer in the same model.
     *
     * @param layer name of the layer
     * @param call which of its calls, from 0
     * @param output which output of that call, from 0
     */
    record TensorRef(String layer, int call, int output) implements Argument {}

    /** A number, list or other literal. */
    record Constant(JsonElement value) implements Argument {}
}
