package org.coverslip.tensorflow.keras.layer;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * {@code DepthwiseConv2D}: every channel on its own. Kernel [height, width, channels, multiplier].
 */
final class DepthwiseConvolution implements KerasLayer {

    @Override
    public List<Variable> variables(Config config, int generation) {
        List<Variable> all = new ArrayList<>(Variable.trainable(kernel(generation)));
        if (config.flag("use_bias", true)) all.addAll(Variable.trainable("bias"));
        return all;
    }

    private static String kernel(int generation) {
        return generation == 2 ? "depthwise_kernel" : "kernel";
    }

    @Override
    public Tensor call(LayerCall call) {
        Convolutional layer = Convolutional.of(call);
        Value x = layer.image();
        return layer.finish(depthwise(call, layer, x, kernel(call.generation())));
    }

    /** The depthwise step, which separable convolutions begin with too. */
    static Value depthwise(LayerCall call, Convolutional layer, Value x, String name) {
        Config config = call.config();
        Window window = Window.kernel(config);
        if (window.strides()[0] != window.strides()[1]) {
            throw config.unsupported("different strides along height and width");
        }
        int multiplier = config.has("depth_multiplier") ? config.positive("depth_multiplier") : 1;
        long channels = x.shape().size(3);
        Shape shape = Shape.of(window.size()[0], window.size()[1], channels, multiplier);
        return layer.convolver(window).depthwise(x, call.weight(name, shape));
    }
}
