package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** What convolution layers have in common: layout before, bias and activation after. */
record Convolutional(LayerCall call, ImageLayout layout) {

    static Convolutional of(LayerCall call) {
        return new Convolutional(call, ImageLayout.of(call.config()));
    }

    /** The input with channels last; the number of channels is known. */
    Value image() {
        Value x = layout.channelsLast(call.scope(), call.image());
        if (!x.shape().isKnown(3)) {
            throw new Fault(
                    call.layer() + " gets images of an unknown number of channels",
                    "give the model's input a fixed number of channels and save it again");
        }
        return x;
    }

    Convolver convolver(Window window) {
        return new Convolver(call.scope(), window, call.layer().toString());
    }

    /** Adds bias and activation to a result with channels last. */
    Tensor finish(Value y) {
        if (call.config().flag("use_bias", true)) {
            Value bias = call.weight("bias", Shape.of(y.shape().size(3)));
            y =
                    call.scope()
                            .op("BiasAdd")
                            .in(y, bias)
                            .type("T", y.type())
                            .text("data_format", "NHWC")
                            .gives(y.shape());
        }
        // NB: after turning back, because Keras applies softmax to the last axis of its own layout.
        return Activations.finish(call, layout.back(call.scope(), y));
    }
}
