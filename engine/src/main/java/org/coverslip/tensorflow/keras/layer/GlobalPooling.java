package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.graph.Value;

/** {@code GlobalAveragePooling2D} and {@code GlobalMaxPooling2D}. */
record GlobalPooling(String operation) implements KerasLayer {

    static final GlobalPooling MAX = new GlobalPooling("Max");
    static final GlobalPooling AVERAGE = new GlobalPooling("Mean");

    @Override
    public Tensor call(LayerCall call) {
        ImageLayout layout = ImageLayout.of(call.config());
        boolean keep = call.config().flag("keepdims", false);
        Value y =
                call.scope().reduce(operation, call.image(), keep, layout.axis(0), layout.axis(1));
        return call.gives(y);
    }
}
