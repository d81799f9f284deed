package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code Dense}, along the last axis of any tensor. Kernel [channels, units]. */
final class Dense implements KerasLayer {

    @Override
    public List<Variable> variables(Config config, int generation) {
        return config.flag("use_bias", true)
                ? Variable.trainable("kernel", "bias")
                : Variable.trainable("kernel");
    }

    @Override
    public Tensor call(LayerCall call) {
        Config config = call.config();
        Scope scope = call.scope();
        Value x = call.value();
        int last = x.shape().axis(-1, call.layer().toString());
        long channels = x.shape().size(last);
        int units = config.positive("units");
        Value kernel = call.weight("kernel", Shape.of(channels, units));
        Value rows = last == 1 ? x : scope.reshape(x, Shape.of(-1, channels));
        Value y =
                scope.op("MatMul")
                        .in(rows, kernel)
                        .type("T", x.type())
                        .gives(Shape.of(rows.shape().size(0), units));
        if (config.flag("use_bias", true)) {
            y =
                    scope.op("BiasAdd")
                            .in(y, call.weight("bias", Shape.of(units)))
                            .type("T", x.type())
                            .gives(y.shape());
        }
        if (last != 1) {
            Value product = y;
            Shape result = x.shape().with(last, units);
            // NB: the leading extents are those of x, so they are asked of x and not of the rows.
            y = scope.reshapeLike(product, result, x);
        }
        return Activations.finish(call, y);
    }
}
