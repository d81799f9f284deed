package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;

/**
 * Layers that do nothing in prediction.
 *
 * @param random whether it draws random numbers in training: then it must not be called with {@code
 *     training=True}
 */
record PassThrough(boolean random) implements KerasLayer {

    @Override
    public Tensor call(LayerCall call) {
        if (random && call.training()) {
            throw new Fault(
                    call.layer() + " is called with training=True, so each prediction is random",
                    "call it without training=True in Keras and save the model again");
        }
        Scope s = call.scope();
        Tensor x = call.input();
        return new Tensor(s.unary("Identity", x.value()), x.axes(), x.activation());
    }
}
