package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code SeparableConv2D}: a depthwise convolution, then a 1x1 convolution over the channels. */
final class SeparableConvolution implements KerasLayer {

    @Override
    public List<Variable> variables(Config config, int generation) {
        return config.flag("use_bias", true)
                ? Variable.trainable("depthwise_kernel", "pointwise_kernel", "bias")
                : Variable.trainable("depthwise_kernel", "pointwise_kernel");
    }

    @Override
    public Tensor call(LayerCall call) {
        Convolutional layer = Convolutional.of(call);
        Value x = layer.image();
        Value deep = DepthwiseConvolution.depthwise(call, layer, x, "depthwise_kernel");
        int filters = call.config().positive("filters");
        Shape shape = Shape.of(1, 1, deep.shape().size(3), filters);
        int[] one = {1, 1};
        Convolver point = layer.convolver(new Window(one, one, one, false));
        return layer.finish(point.convolve(deep, call.weight("pointwise_kernel", shape)));
    }
}
