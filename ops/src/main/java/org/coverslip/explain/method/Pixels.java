package org.coverslip.explain.method;

import org.coverslip.model.step.TensorBlock;

/**
 * Where the pixels of a sample lie in its array.
 *
 * @param width columns
 * @param height rows
 * @param channels 1 without an axis c
 * @param strideX elements from one column to the next
 * @param strideY elements from one row to the next
 * @param strideC elements from one channel to the next
 */
record Pixels(int width, int height, int channels, int strideX, int strideY, int strideC) {

    static Pixels of(TensorBlock sample) {
        return new Pixels(
                sample.extent('x'),
                sample.extent('y'),
                sample.extent('c'),
                stride(sample, 'x'),
                stride(sample, 'y'),
                stride(sample, 'c'));
    }

    private static int stride(TensorBlock sample, char axis) {
        int stride = 1;
        for (int i = sample.axes().length() - 1; i >= 0; i--) {
            if (sample.axes().charAt(i) == axis) return stride;
            stride *= sample.shape()[i];
        }
        return 0;
    }

    int index(int x, int y, int c) {
        return x * strideX + y * strideY + c * strideC;
    }

    RawHeat sumOfChannels(double[] values) {
        float[] heat = new float[width * height];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                double sum = 0;
                for (int c = 0; c < channels; c++) sum += values[index(x, y, c)];
                heat[i] = (float) sum;
            }
        }
        return new RawHeat(width, height, heat);
    }

    /** The sample with every channel multiplied with a mask of its own size. */
    TensorBlock masked(TensorBlock sample, RawHeat mask) {
        float[] data = sample.data().clone();
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                for (int c = 0; c < channels; c++) data[index(x, y, c)] *= mask.values()[i];
            }
        }
        return new TensorBlock(data, sample.shape(), sample.axes());
    }

    /** The sample with a rectangle, cut at the edges, of one value per channel. */
    TensorBlock covered(TensorBlock sample, int x0, int y0, int side, float[] fill) {
        float[] data = sample.data().clone();
        for (int y = Math.max(0, y0); y < Math.min(height, y0 + side); y++) {
            for (int x = Math.max(0, x0); x < Math.min(width, x0 + side); x++) {
                for (int c = 0; c < channels; c++) data[index(x, y, c)] = fill[c];
            }
        }
        return new TensorBlock(data, sample.shape(), sample.axes());
    }

    float[] means(TensorBlock sample) {
        float[] means = new float[channels];
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) sum += sample.data()[index(x, y, c)];
            }
            means[c] = (float) (sum / ((double) width * height));
        }
        return means;
    }
}
