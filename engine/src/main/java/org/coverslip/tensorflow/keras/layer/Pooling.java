package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code MaxPooling2D} and {@code AveragePooling2D}; padding does not count in either. */
record Pooling(String operation) implements KerasLayer {

    static final Pooling MAX = new Pooling("MaxPool");
    static final Pooling AVERAGE = new Pooling("AvgPool");

    @Override
    public Tensor call(LayerCall call) {
        Scope s = call.scope();
        ImageLayout layout = ImageLayout.of(call.config());
        Window window = Window.pool(call.config());
        Value x = layout.channelsLast(s, call.image());
        Value y =
                s.op(operation)
                        .in(x)
                        .type("T", x.type())
                        .integers("ksize", window.size4())
                        .integers("strides", window.strides4())
                        .text("padding", window.padding())
                        .text("data_format", "NHWC")
                        .gives(window.over(x.shape(), x.shape().size(3), call.layer().toString()));
        return call.gives(layout.back(s, y));
    }
}
