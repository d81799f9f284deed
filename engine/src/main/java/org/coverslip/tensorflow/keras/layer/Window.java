package org.coverslip.tensorflow.keras.layer;

import java.util.Locale;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Shape;

/**
 * The window that a convolution or pooling moves over an image; each array is {height, width}.
 *
 * @param same whether the border is padded so that the result has ceil(size / stride) pixels
 */
record Window(int[] size, int[] strides, int[] dilation, boolean same) {

    /** Of a convolution. */
    static Window kernel(Config config) {
        Window w =
                new Window(
                        config.pair("kernel_size", 1),
                        config.pair("strides", 1, 1),
                        config.pair("dilation_rate", 1, 1),
                        same(config));
        if (w.isDilated() && (w.strides[0] > 1 || w.strides[1] > 1)) {
            throw config.unsupported("strides together with dilation");
        }
        return w;
    }

    /** Of a pooling, which moves by its own size unless told otherwise. */
    static Window pool(Config config) {
        int[] size = config.pair("pool_size", 1);
        int[] strides = config.has("strides") ? config.pair("strides", 1) : size;
        return new Window(size, strides, new int[] {1, 1}, same(config));
    }

    private static boolean same(Config config) {
        return switch (config.text("padding", "valid").toLowerCase(Locale.ROOT)) {
            case "same" -> true;
            case "valid" -> false;
            default -> throw config.wrong("padding", "same or valid");
        };
    }

    boolean isDilated() {
        return dilation[0] > 1 || dilation[1] > 1;
    }

    /** Pixels that the dilated window covers beyond one, along height (0) or width (1). */
    long reach(int axis) {
        return (size[axis] - 1L) * dilation[axis];
    }

    String padding() {
        return same ? "SAME" : "VALID";
    }

    /** As operations take them for channels last. */
    long[] strides4() {
        return new long[] {1, strides[0], strides[1], 1};
    }

    /** As operations take it for channels last. */
    long[] size4() {
        return new long[] {1, size[0], size[1], 1};
    }

    /** Shape of the result for images with channels last. */
    Shape over(Shape image, long channels, String owner) {
        Shape to = image.with(3, channels);
        for (int i = 0; i < 2; i++) {
            if (!image.isKnown(1 + i)) continue;
            long n = image.size(1 + i);
            long left = same ? n : n - reach(i);
            if (left < 1) {
                throw new Fault(
                        owner + " gets an image of shape " + image + ", smaller than its window",
                        "give the model's input a larger size in Keras and save it again");
            }
            to = to.with(1 + i, (left + strides[i] - 1) / strides[i]);
        }
        return to;
    }
}
