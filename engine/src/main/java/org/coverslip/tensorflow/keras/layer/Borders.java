package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;
import org.tensorflow.proto.DataType;

/** Layers that add or cut the border of images. */
final class Borders {

    private Borders() {}

    /** {@code ZeroPadding2D}. */
    static Tensor zeroPadding(LayerCall call) {
        ImageLayout layout = ImageLayout.of(call.config());
        int[][] border = border(call.config(), "padding");
        Value x = call.image();
        Shape shape = x.shape();
        long[] paddings = new long[8];
        for (int i = 0; i < 2; i++) {
            int axis = layout.axis(i);
            paddings[2 * axis] = border[i][0];
            paddings[2 * axis + 1] = border[i][1];
            if (shape.isKnown(axis)) {
                long n = shape.size(axis) + (long) border[i][0] + border[i][1];
                shape = shape.with(axis, n);
            }
        }
        Scope s = call.scope();
        return call.gives(
                s.op("Pad")
                        .in(x, s.integers(Shape.of(4, 2), paddings))
                        .type("T", x.type())
                        .type("Tpaddings", DataType.DT_INT32)
                        .gives(shape));
    }

    /** {@code Cropping2D}. */
    static Tensor cropping(LayerCall call) {
        ImageLayout layout = ImageLayout.of(call.config());
        int[][] border = border(call.config(), "cropping");
        Value x = call.image();
        int[] from = new int[4];
        int[] until = new int[4];
        for (int i = 0; i < 2; i++) {
            int axis = layout.axis(i);
            from[axis] = border[i][0];
            until[axis] = border[i][1];
            long cut = (long) from[axis] + until[axis];
            if (x.shape().isKnown(axis) && x.shape().size(axis) <= cut) {
                throw new Fault(
                        call.layer() + " leaves nothing of an image of shape " + x.shape(),
                        Fault.SAVE_AGAIN);
            }
        }
        return call.gives(call.scope().crop(x, from, until));
    }

    /** {{top, bottom}, {left, right}} from one number, two, or two pairs. */
    private static int[][] border(Config config, String key) {
        int[] v = config.integers(key);
        int[][] border =
                switch (v.length) {
                    case 1 -> new int[][] {{v[0], v[0]}, {v[0], v[0]}};
                    case 2 -> new int[][] {{v[0], v[0]}, {v[1], v[1]}};
                    case 4 -> new int[][] {{v[0], v[1]}, {v[2], v[3]}};
                    default -> throw config.wrong(key, "1, 2 or 4 numbers");
                };
        for (int n : v) if (n < 0) throw config.wrong(key, "numbers of at least 0");
        return border;
    }
}
