package org.coverslip.tensorflow.keras.layer;

import java.util.Arrays;
import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code LayerNormalization}: over one or several axes of each example. */
final class LayerNormalization implements KerasLayer {

    @Override
    public List<Variable> variables(Config config, int generation) {
        return BatchNormalization.affine(config);
    }

    @Override
    public Tensor call(LayerCall call) {
        Config config = call.config();
        if (config.flag("rms_scaling", false)) throw config.unsupported("rms_scaling");
        Scope s = call.scope();
        Value x = call.value();
        int[] given = config.has("axis") ? config.integers("axis") : new int[] {-1};
        int[] axes =
                Arrays.stream(given)
                        .map(a -> x.shape().axis(a, call.layer().toString()))
                        .sorted()
                        .toArray();
        Shape weights = x.shape().permuted(axes);
        long[] sizes = new long[x.rank()];
        Arrays.fill(sizes, 1);
        for (int a : axes) sizes[a] = x.shape().size(a);
        Shape as = Shape.of(sizes);
        Value y = standardize(s, x, config.number("epsilon", 1e-3), axes);
        if (config.flag("scale", true)) y = s.mul(y, call.weight("gamma", weights, as));
        if (config.flag("center", true)) y = s.add(y, call.weight("beta", weights, as));
        return call.gives(y);
    }

    /** (x - mean) / sqrt(variance + epsilon), with the moments over some axes. */
    static Value standardize(Scope s, Value x, double epsilon, int... axes) {
        Value centred = s.sub(x, s.reduce("Mean", x, true, axes));
        Value variance = s.reduce("Mean", s.unary("Square", centred), true, axes);
        return s.mul(centred, s.unary("Rsqrt", s.add(variance, s.number(epsilon))));
    }
}
