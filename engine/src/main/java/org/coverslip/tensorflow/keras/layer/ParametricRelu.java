package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code PReLU}: a learned slope below 0, one per element or shared along axes. */
final class ParametricRelu implements KerasLayer {

    @Override
    public List<Variable> variables(Config config, int generation) {
        return Variable.trainable("alpha");
    }

    @Override
    public Tensor call(LayerCall call) {
        Scope s = call.scope();
        Value x = call.value();
        Shape alpha = x.shape().slice(1, x.rank());
        if (call.config().has("shared_axes")) {
            for (int shared : call.config().integers("shared_axes")) {
                int axis = x.shape().axis(shared, call.layer().toString());
                if (axis == 0) throw call.config().wrong("shared_axes", "axes after the batch");
                alpha = alpha.with(axis - 1, 1);
            }
        }
        Value low = s.unary("Relu", s.unary("Neg", x));
        Value y = s.sub(s.unary("Relu", x), s.mul(low, call.weight("alpha", alpha)));
        return call.gives(y).withActivation("prelu");
    }
}
