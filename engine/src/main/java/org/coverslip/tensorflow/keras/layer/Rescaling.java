package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code Rescaling}: x scale + offset, each one number or one per channel of the last axis. */
final class Rescaling implements KerasLayer {

    @Override
    public Tensor call(LayerCall call) {
        Scope s = call.scope();
        Value y = s.mul(call.value(), numbers(call.config(), s, "scale"));
        boolean shifted = call.config().has("offset");
        return call.gives(shifted ? s.add(y, numbers(call.config(), s, "offset")) : y);
    }

    private static Value numbers(Config config, Scope s, String key) {
        double[] values = config.numbers(key);
        return values.length == 1
                ? s.number(values[0])
                : s.numbers(Shape.of(values.length), values);
    }
}
