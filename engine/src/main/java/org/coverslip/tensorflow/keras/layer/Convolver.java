package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;
import org.tensorflow.proto.DataType;

/**
 * Slides a kernel over images with channels last. Dilated kernels run on an image cut into a grid
 * of smaller ones (SpaceToBatchND): TensorFlow's gradients of the {@code dilations} attribute fail
 * or are wrong in C++.
 */
record Convolver(Scope scope, Window window, String owner) {

    private static final DataType INT = DataType.DT_INT32;

    /**
     * @param kernel [height, width, channels in, channels out]
     */
    Value convolve(Value image, Value kernel) {
        return slide("Conv2D", image, kernel, kernel.shape().size(3));
    }

    /**
     * Convolves every channel with kernels of its own.
     *
     * @param kernel [height, width, channels in, results per channel]
     */
    Value depthwise(Value image, Value kernel) {
        long channels = kernel.shape().size(2) * kernel.shape().size(3);
        return slide("DepthwiseConv2dNative", image, kernel, channels);
    }

    private Value slide(String type, Value image, Value kernel, long channels) {
        Shape result = window.over(image.shape(), channels, owner);
        if (!window.isDilated()) {
            return operation(type, image, kernel, window.strides4(), window.padding(), result);
        }
        Value[] grid = grid(image);
        Value block = scope.integers(window.dilation()[0], window.dilation()[1]);
        Shape pieces = Shape.of(-1, -1, -1, image.shape().size(3));
        Value small =
                scope.op("SpaceToBatchND")
                        .in(image, block, grid[0])
                        .type("T", image.type())
                        .type("Tblock_shape", INT)
                        .type("Tpaddings", INT)
                        .gives(pieces);
        long[] once = {1, 1, 1, 1};
        Value slid = operation(type, small, kernel, once, "VALID", pieces.with(3, channels));
        return scope.op("BatchToSpaceND")
                .in(slid, block, grid[1])
                .type("T", image.type())
                .type("Tblock_shape", INT)
                .type("Tcrops", INT)
                .gives(result);
    }

    private Value operation(
            String type, Value image, Value kernel, long[] strides, String padding, Shape result) {
        return scope.op(type)
                .in(image, kernel)
                .type("T", image.type())
                .integers("strides", strides)
                .text("padding", padding)
                .text("data_format", "NHWC")
                .gives(result);
    }

    /**
     * Paddings and crops for cutting an image into a grid: the padding of the convolution, and what
     * is missing to whole multiples of the dilation. In the graph where the size is not known.
     */
    private Value[] grid(Value image) {
        long[] before = new long[2];
        long[] after = new long[2];
        for (int i = 0; i < 2; i++) {
            long total = window.same() ? window.reach(i) : 0;
            before[i] = total / 2;
            after[i] = total - total / 2;
        }
        if (image.shape().isKnown(1) && image.shape().isKnown(2)) {
            long[] extra = new long[2];
            for (int i = 0; i < 2; i++) {
                long n = image.shape().size(1 + i) + before[i] + after[i];
                extra[i] = Math.floorMod(-n, (long) window.dilation()[i]);
            }
            Shape pairs = Shape.of(2, 2);
            return new Value[] {
                scope.integers(
                        pairs, before[0], after[0] + extra[0], before[1], after[1] + extra[1]),
                scope.integers(pairs, 0, extra[0], 0, extra[1])
            };
        }
        Value padded =
                scope.add(
                        scope.sizes(image, 1, 3),
                        scope.integers(before[0] + after[0], before[1] + after[1]));
        Value extra =
                scope.binary(
                        "FloorMod",
                        scope.unary("Neg", padded),
                        scope.integers(window.dilation()[0], window.dilation()[1]));
        Value end = scope.add(scope.integers(after), extra);
        return new Value[] {
            columns(scope.integers(before), end), columns(scope.integers(0, 0), extra)
        };
    }

    private Value columns(Value left, Value right) {
        return scope.op("Pack")
                .in(List.of(left, right))
                .type("T", INT)
                .integer("N", 2)
                .integer("axis", 1)
                .gives(INT, Shape.of(2, 2));
    }
}
