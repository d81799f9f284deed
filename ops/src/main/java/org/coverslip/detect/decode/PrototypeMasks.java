package org.coverslip.detect.decode;

import ij.process.ByteProcessor;
import java.util.Arrays;
import java.util.Optional;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;

/**
 * Masks as YOLACT makes them (Bolya et al. 2019, arXiv 1904.02689): a prediction's coefficients
 * times prototypes that all share, and a sigmoid; 0.5 is the border, which is where the sum is 0.
 * The sum is brought to the input's resolution bilinearly and cut to the box.
 *
 * @param prototypes of one sample, three axes
 * @param channelsFirst whether the coefficients run along the first
 * @param rows the predictions
 * @param first column of the first coefficient
 * @param layout for the input's size
 */
record PrototypeMasks(
        Values prototypes, boolean channelsFirst, Rows rows, int first, OutputLayout layout) {

    static PrototypeMasks of(Values prototypes, Rows rows, OutputLayout layout, int classes) {
        long[] shape = Arrays.stream(prototypes.shape()).asLongStream().toArray();
        return new PrototypeMasks(prototypes, channelsFirst(shape), rows, 4 + classes, layout);
    }

    /**
     * How many coefficients prototypes of this shape have: the one extent of three that differs
     * from the other two, or the smallest.
     *
     * @param shape with the batch; -1 is returned if it cannot be prototypes
     */
    static long coefficients(long[] shape) {
        if (shape.length != 4) return -1;
        long[] own = Arrays.copyOfRange(shape, 1, 4);
        return channelsFirst(own) ? own[0] : own[2];
    }

    private static boolean channelsFirst(long[] own) {
        return own[0] < own[1] && own[0] < own[2];
    }

    /** Around the largest part of a prediction's mask; empty if nothing of it is in the box. */
    Optional<Outline> outline(int row, Box box) {
        int x0 = (int) Math.max(0, Math.floor(box.x0()));
        int y0 = (int) Math.max(0, Math.floor(box.y0()));
        int w = (int) Math.min(layout.width(), Math.ceil(box.x1())) - x0;
        int h = (int) Math.min(layout.height(), Math.ceil(box.y1())) - y0;
        if (w < 1 || h < 1) return Optional.empty();
        double sx = (double) extent(1) / layout.width();
        double sy = (double) extent(0) / layout.height();
        float[] coefficients =
                new float[channelsFirst ? prototypes.extent(0) : prototypes.extent(2)];
        for (int c = 0; c < coefficients.length; c++) coefficients[c] = rows.at(row, first + c);
        int px = (int) Math.max(0, Math.floor((x0 + 0.5) * sx - 0.5));
        int py = (int) Math.max(0, Math.floor((y0 + 0.5) * sy - 0.5));
        int pw = (int) Math.min(extent(1), Math.ceil((x0 + w) * sx + 1)) - px;
        int ph = (int) Math.min(extent(0), Math.ceil((y0 + h) * sy + 1)) - py;
        float[] sums = new float[pw * ph];
        for (int y = 0; y < ph; y++) {
            for (int x = 0; x < pw; x++) sums[y * pw + x] = sum(coefficients, py + y, px + x);
        }
        byte[] mask = new byte[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double fx = (x0 + x + 0.5) * sx - 0.5 - px;
                double fy = (y0 + y + 0.5) * sy - 0.5 - py;
                if (bilinear(sums, pw, ph, fx, fy) > 0) mask[y * w + x] = (byte) 255;
            }
        }
        return MaskOutline.largest(new ByteProcessor(w, h, mask)).map(o -> o.map(1, 1, x0, y0));
    }

    /** Rows for 0, columns for 1. */
    private int extent(int axis) {
        return prototypes.extent(channelsFirst ? axis + 1 : axis);
    }

    private float sum(float[] coefficients, int y, int x) {
        float sum = 0;
        for (int c = 0; c < coefficients.length; c++) {
            sum +=
                    coefficients[c]
                            * (channelsFirst ? prototypes.at(c, y, x) : prototypes.at(y, x, c));
        }
        return sum;
    }

    private static double bilinear(float[] of, int w, int h, double x, double y) {
        double cx = Math.max(0, Math.min(w - 1, x));
        double cy = Math.max(0, Math.min(h - 1, y));
        int ix = (int) Math.min(cx, Math.max(0, w - 2));
        int iy = (int) Math.min(cy, Math.max(0, h - 2));
        int right = Math.min(w - 1, ix + 1);
        int below = Math.min(h - 1, iy + 1);
        double fx = cx - ix;
        double fy = cy - iy;
        double top = of[iy * w + ix] * (1 - fx) + of[iy * w + right] * fx;
        double bottom = of[below * w + ix] * (1 - fx) + of[below * w + right] * fx;
        return top * (1 - fy) + bottom * fy;
    }
}
