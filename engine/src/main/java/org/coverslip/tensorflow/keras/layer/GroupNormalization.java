package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code GroupNormalization} (Wu and He, 2018) of images; -1 groups: every channel is one. */
final class GroupNormalization implements KerasLayer {

    @Override
    public List<Variable> variables(Config config, int generation) {
        return BatchNormalization.affine(config);
    }

    @Override
    public Tensor call(LayerCall call) {
        Config config = call.config();
        Scope s = call.scope();
        Value image = call.image();
        int[] axes = config.has("axis") ? config.integers("axis") : new int[] {-1};
        if (axes.length != 1) throw config.unsupported("several axes");
        int axis = image.shape().axis(axes[0], call.layer().toString());
        Value x = s.moveAxis(image, axis, 3);
        Shape shape = Shape.of(x.shape().size(3));
        long channels = shape.size(0);
        int given = config.has("groups") ? config.integers("groups")[0] : 32;
        long groups = given == -1 ? channels : given;
        if (groups < 1 || channels % groups != 0) {
            throw config.wrong("groups", "a divisor of " + channels);
        }
        Shape split =
                Shape.of(
                        x.shape().size(0),
                        x.shape().size(1),
                        x.shape().size(2),
                        groups,
                        channels / groups);
        Value apart = s.reshapeLike(x, split, x);
        Value y = LayerNormalization.standardize(s, apart, config.number("epsilon", 1e-3), 1, 2, 4);
        y = s.reshapeLike(y, x.shape(), x);
        if (config.flag("scale", true)) y = s.mul(y, call.weight("gamma", shape));
        if (config.flag("center", true)) y = s.add(y, call.weight("beta", shape));
        return call.gives(s.moveAxis(y, 3, axis));
    }
}
