package org.coverslip.tensorflow.keras.layer;

import java.util.Arrays;
import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * {@code Normalization}: (x - mean) / max(sqrt(variance), 1e-7), or its inverse. The moments are
 * weights when the layer was adapted to data, else numbers of the configuration.
 */
final class Normalization implements KerasLayer {

    private static final double SMALLEST_DEVIATION = 1e-7;

    @Override
    public List<Variable> variables(Config config, int generation) {
        return config.has("mean") ? List.of() : Variable.fixed("mean", "variance", "count");
    }

    @Override
    public Tensor call(LayerCall call) {
        Config config = call.config();
        Scope s = call.scope();
        Value x = call.value();
        Value mean;
        Value deviation;
        if (config.has("mean")) {
            mean = given(call, x, "mean");
            deviation = s.unary("Sqrt", given(call, x, "variance"));
        } else {
            int[] axes = axes(call, x);
            Shape stored = x.shape().permuted(axes);
            Shape as = spread(x, axes);
            mean = call.weight("mean", stored, as);
            deviation = s.unary("Sqrt", call.weight("variance", stored, as));
        }
        deviation = s.binary("Maximum", deviation, s.number(SMALLEST_DEVIATION));
        return call.gives(
                config.flag("invert", false)
                        ? s.add(s.mul(x, deviation), mean)
                        : s.binary("RealDiv", s.sub(x, mean), deviation));
    }

    /** The axes that keep moments of their own, in ascending order. */
    private static int[] axes(LayerCall call, Value x) {
        if (!call.config().has("axis")) return new int[0];
        return Arrays.stream(call.config().integers("axis"))
                .map(a -> x.shape().axis(a, call.layer().toString()))
                .sorted()
                .toArray();
    }

    private static Shape spread(Value x, int[] axes) {
        long[] sizes = new long[x.rank()];
        Arrays.fill(sizes, 1);
        for (int a : axes) sizes[a] = x.shape().size(a);
        return Shape.of(sizes);
    }

    private static Value given(LayerCall call, Value x, String key) {
        double[] values = call.config().numbers(key);
        if (values.length == 1) return call.scope().number(values[0]);
        Shape as = spread(x, axes(call, x));
        if (as.elements() != values.length) {
            throw call.config().wrong(key, as.elements() + " numbers");
        }
        return call.scope().numbers(as, values);
    }
}
