package org.coverslip.tensorflow.keras.layer;

import java.util.Map;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;
import org.tensorflow.proto.DataType;

/**
 * Layers that change the size of images. Pixel centres lie at half coordinates, as in {@code
 * tf.image.resize} of TensorFlow 2, without antialiasing.
 */
final class Resampling {

    private static final Map<String, String> OPERATIONS =
            Map.of(
                    "nearest", "ResizeNearestNeighbor",
                    "bilinear", "ResizeBilinear",
                    "bicubic", "ResizeBicubic");

    private Resampling() {}

    /** {@code UpSampling2D}: by whole factors. */
    static Tensor upSampling(LayerCall call) {
        Scope s = call.scope();
        ImageLayout layout = ImageLayout.of(call.config());
        int[] factor = call.config().pair("size", 1, 2);
        Value x = layout.channelsLast(s, call.image());
        Shape shape = x.shape();
        for (int i = 0; i < 2; i++) {
            int axis = 1 + i;
            if (shape.isKnown(axis)) shape = shape.with(axis, shape.size(axis) * factor[i]);
        }
        Value size =
                shape.isKnown(1) && shape.isKnown(2)
                        ? s.integers(shape.size(1), shape.size(2))
                        : s.mul(s.sizes(x, 1, 3), s.integers(factor[0], factor[1]));
        Value y = resize(call, x, size, shape, "nearest");
        return call.gives(layout.back(s, y));
    }

    /** {@code Resizing}: to a fixed size, perhaps after cutting to its aspect ratio. */
    static Tensor resizing(LayerCall call) {
        Config config = call.config();
        if (config.flag("pad_to_aspect_ratio", false)) {
            throw config.unsupported("pad_to_aspect_ratio");
        }
        if (config.flag("antialias", false)) throw config.unsupported("antialias");
        ImageLayout layout = ImageLayout.of(config);
        Value x = layout.channelsLast(call.scope(), call.image());
        if (config.flag("crop_to_aspect_ratio", false)) x = cutToAspect(call, x);
        return call.gives(layout.back(call.scope(), toSize(call, x)));
    }

    /** {@code CenterCrop}: the middle of a larger image; a smaller one is cut and resized. */
    static Tensor centerCrop(LayerCall call) {
        ImageLayout layout = ImageLayout.of(call.config());
        Value x = layout.channelsLast(call.scope(), call.image());
        requireKnown(call, x);
        int height = call.config().positive("height");
        int width = call.config().positive("width");
        Value y =
                x.shape().size(1) >= height && x.shape().size(2) >= width
                        ? middle(call, x, height, width)
                        : toSize(call, cutToAspect(call, x));
        return call.gives(layout.back(call.scope(), y));
    }

    private static Value toSize(LayerCall call, Value x) {
        int height = call.config().positive("height");
        int width = call.config().positive("width");
        Value size = call.scope().integers(height, width);
        return resize(call, x, size, x.shape().with(1, height).with(2, width), "bilinear");
    }

    private static Value resize(LayerCall call, Value x, Value size, Shape shape, String usual) {
        String method = call.config().text("interpolation", usual);
        String operation = OPERATIONS.get(method);
        if (operation == null) {
            throw call.config().unsupported("interpolation " + Fault.quote(method));
        }
        return call.scope()
                .op(operation)
                .in(x, size)
                .type("T", DataType.DT_FLOAT)
                .flag("align_corners", false)
                .flag("half_pixel_centers", true)
                .gives(shape);
    }

    /** The largest middle part of the target's aspect ratio ({@code smart_resize} of Keras). */
    private static Value cutToAspect(LayerCall call, Value x) {
        requireKnown(call, x);
        long height = call.config().positive("height");
        long width = call.config().positive("width");
        long h = x.shape().size(1);
        long w = x.shape().size(2);
        return middle(call, x, Math.min(w * height / width, h), Math.min(h * width / height, w));
    }

    private static Value middle(LayerCall call, Value x, long height, long width) {
        if (height < 1 || width < 1) {
            throw new Fault(
                    call.layer() + " leaves nothing of an image of shape " + x.shape(),
                    Fault.SAVE_AGAIN);
        }
        int top = Math.toIntExact((x.shape().size(1) - height) / 2);
        int left = Math.toIntExact((x.shape().size(2) - width) / 2);
        int bottom = Math.toIntExact(x.shape().size(1) - height - top);
        int right = Math.toIntExact(x.shape().size(2) - width - left);
        int[] from = {0, top, left, 0};
        return call.scope().crop(x, from, new int[] {0, bottom, right, 0});
    }

    private static void requireKnown(LayerCall call, Value x) {
        if (!x.shape().isKnown(1) || !x.shape().isKnown(2)) {
            throw new Fault(
                    call.layer() + " needs an image whose size is known before it runs",
                    "give the model's input a fixed size in Keras and save it again");
        }
    }
}
