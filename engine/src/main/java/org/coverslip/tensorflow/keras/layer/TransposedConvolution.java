package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * {@code Conv2DTranspose}: the gradient of a convolution. Kernel [height, width, filters,
 * channels]. Lengths as {@code deconv_output_length} of {@code keras/utils/conv_utils.py}.
 */
final class TransposedConvolution implements KerasLayer {

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
        if (window.isDilated()) throw config.unsupported("dilation");
        if (config.has("groups") && config.positive("groups") > 1) {
            throw config.unsupported("groups");
        }
        int filters = config.positive("filters");
        Value x = layer.image();
        Value kernel =
                call.weight(
                        "kernel",
                        Shape.of(window.size()[0], window.size()[1], filters, x.shape().size(3)));
        int[] added = added(config, window);
        Shape result = x.shape().with(3, filters);
        for (int i = 0; i < 2; i++) {
            if (!x.shape().isKnown(1 + i)) continue;
            result = result.with(1 + i, x.shape().size(1 + i) * window.strides()[i] + added[i]);
        }
        requireInverse(config, window, x.shape(), result, call.layer().toString());
        Value y =
                call.scope()
                        .op("Conv2DBackpropInput")
                        .in(sizes(call.scope(), x, window, added, filters), kernel, x)
                        .type("T", x.type())
                        .integers("strides", window.strides4())
                        .text("padding", window.padding())
                        .text("data_format", "NHWC")
                        .gives(result);
        return layer.finish(y);
    }

    /** How much longer a result of n pixels is than n times the stride, per axis. */
    private static int[] added(Config config, Window window) {
        int[] added = new int[2];
        boolean padded = config.has("output_padding");
        for (int i = 0; i < 2; i++) {
            int k = window.size()[i];
            int s = window.strides()[i];
            if (padded) {
                int extra = config.pair("output_padding", 0)[i];
                added[i] = k - s + extra - (window.same() ? 2 * (k / 2) : 0);
            } else {
                added[i] = window.same() ? 0 : Math.max(k - s, 0);
            }
        }
        return added;
    }

    /** TensorFlow computes only sizes that the forward convolution would shrink to the input. */
    private static void requireInverse(
            Config config, Window window, Shape x, Shape result, String owner) {
        for (int i = 1; i <= 2; i++) {
            boolean wrong =
                    x.isKnown(i)
                            && (result.size(i) < 1
                                    || window.over(result, 1, owner).size(i) != x.size(i));
            if (wrong) throw config.wrong("output_padding", "a number that fits the strides");
        }
    }

    private static Value sizes(Scope scope, Value x, Window window, int[] added, int filters) {
        Value[] size = new Value[2];
        for (int i = 0; i < 2; i++) {
            Shape one = Shape.of();
            if (x.shape().isKnown(1 + i)) {
                long n = x.shape().size(1 + i) * window.strides()[i] + added[i];
                size[i] = scope.integers(one, n);
            } else {
                Value scaled =
                        scope.mul(scope.size(x, 1 + i), scope.integers(one, window.strides()[i]));
                size[i] = scope.add(scaled, scope.integers(one, added[i]));
            }
        }
        Value channels = scope.integers(Shape.of(), filters);
        return scope.pack(List.of(scope.size(x, 0), size[0], size[1], channels));
    }
}
