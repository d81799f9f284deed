package org.coverslip.tensorflow.keras.layer;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code Conv2D}, also in groups. Kernel [height, width, channels in / groups, filters]. */
final class Convolution implements KerasLayer {

    @Override
    public List<Variable> variables(Config config, int generation) {
        return config.flag("use_bias", true)
                ? Variable.trainable("kernel", "bias")
                : Variable.trainable("kernel");
    }

    @Override
    public Tensor call(LayerCall call) {
        Convolutional layer = Convolutional.of(call);
        Config config = call.config();
        Window window = Window.kernel(config);
        int filters = config.positive("filters");
        int groups = config.has("groups") ? config.positive("groups") : 1;
        Value x = layer.image();
        long channels = x.shape().size(3);
        if (channels % groups != 0 || filters % groups != 0) {
            throw config.wrong("groups", "a divisor of " + channels + " and " + filters);
        }
        Shape shape = Shape.of(window.size()[0], window.size()[1], channels / groups, filters);
        Convolver convolver = layer.convolver(window);
        if (groups == 1) return layer.finish(convolver.convolve(x, call.weight("kernel", shape)));
        if (groups == channels) {
            Shape each = shape.with(2, channels).with(3, filters / groups);
            return layer.finish(convolver.depthwise(x, call.weight("kernel", shape, each)));
        }
        // NB: a grouped Conv2D has no gradient on a CPU, so each group is convolved by itself.
        Value kernel = call.weight("kernel", shape);
        List<Value> parts = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            Value part = part(call.scope(), x, g, groups);
            parts.add(convolver.convolve(part, part(call.scope(), kernel, g, groups)));
        }
        return layer.finish(call.scope().concat(parts, 3));
    }

    /** One of several equal parts along the last of four axes. */
    private static Value part(Scope scope, Value x, int number, int parts) {
        int each = Math.toIntExact(x.shape().size(3) / parts);
        int[] from = {0, 0, 0, number * each};
        int[] until = {0, 0, 0, (parts - 1 - number) * each};
        return scope.crop(x, from, until);
    }
}
