package org.coverslip.slide.write;

import java.util.Arrays;

/** How pixels of one level become a pixel of the next. */
public enum Reduction {
    /** The mean of the box, halves rounded up: for pictures. */
    MEAN,
    /** The pixel nearest to the middle of the box: for labels, which have no mean. */
    NEAREST;

    /**
     * Reduces an image by a whole factor. Rows and columns at the right and the bottom that fill no
     * box are dropped.
     *
     * @param in pixels as {@link PixelSource#read} gives them, {@code stride} pixels per row
     * @param w width of the result, pixels
     * @param h height of the result, pixels
     * @param out receives the result; row {@code y} starts at pixel {@code at + y * outStride}
     */
    void apply(
            PixelKind kind,
            int factor,
            byte[] in,
            int stride,
            int w,
            int h,
            byte[] out,
            int at,
            int outStride) {
        if (this == NEAREST) nearest(kind.bytes(), factor, in, stride, w, h, out, at, outStride);
        else if (kind.sampleBytes() == 1)
            meanOfBytes(kind.samples(), factor, in, stride, w, h, out, at, outStride);
        else mean(kind, factor, in, stride, w, h, out, at, outStride);
    }

    private static void nearest(
            int bytes,
            int factor,
            byte[] in,
            int stride,
            int w,
            int h,
            byte[] out,
            int at,
            int outStride) {
        for (int y = 0; y < h; y++) {
            int from = ((y * factor + factor / 2) * stride + factor / 2) * bytes;
            int to = (at + y * outStride) * bytes;
            for (int x = 0; x < w; x++) {
                System.arraycopy(in, from + x * factor * bytes, out, to + x * bytes, bytes);
            }
        }
    }

    private static void meanOfBytes(
            int samples,
            int factor,
            byte[] in,
            int stride,
            int w,
            int h,
            byte[] out,
            int at,
            int outStride) {
        int[] sums = new int[w * samples];
        int count = factor * factor;
        for (int y = 0; y < h; y++) {
            Arrays.fill(sums, count / 2);
            for (int j = 0; j < factor; j++) {
                int from = (y * factor + j) * stride * samples;
                for (int x = 0; x < sums.length; x += samples) {
                    for (int i = 0; i < factor; i++) {
                        for (int c = 0; c < samples; c++) sums[x + c] += in[from++] & 0xff;
                    }
                }
            }
            int to = (at + y * outStride) * samples;
            for (int i = 0; i < sums.length; i++) out[to + i] = (byte) (sums[i] / count);
        }
    }

    private static void mean(
            PixelKind kind,
            int factor,
            byte[] in,
            int stride,
            int w,
            int h,
            byte[] out,
            int at,
            int outStride) {
        int bytes = kind.bytes();
        long count = (long) factor * factor;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                long sum = count / 2;
                for (int j = 0; j < factor; j++) {
                    int from = ((y * factor + j) * stride + x * factor) * bytes;
                    for (int i = 0; i < factor; i++) sum += value(in, from + i * bytes, bytes);
                }
                store(sum / count, out, (at + y * outStride + x) * bytes, bytes);
            }
        }
    }

    private static long value(byte[] in, int at, int bytes) {
        long v = 0;
        for (int b = bytes - 1; b >= 0; b--) v = v << 8 | in[at + b] & 0xff;
        return v;
    }

    private static void store(long v, byte[] out, int at, int bytes) {
        for (int b = 0; b < bytes; b++) out[at + b] = (byte) (v >> 8 * b);
    }
}
