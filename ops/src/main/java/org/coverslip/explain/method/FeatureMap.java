package org.coverslip.explain.method;

import org.coverslip.network.Tensor;

/**
 * The values of a layer for one sample, channels last, and the score's gradient by them.
 *
 * @param width columns
 * @param height rows
 * @param channels features per place
 * @param values index {@code (y * width + x) * channels + c}
 * @param gradient likewise; {@code null} where none was asked for
 */
public record FeatureMap(int width, int height, int channels, float[] values, float[] gradient) {

    public int places() {
        return width * height;
    }

    /**
     * Cuts one sample out of a batch.
     *
     * @param values of the layer, axis 0 the batch
     * @param gradient shaped likewise, or {@code null}
     * @param sample index on axis 0
     */
    static FeatureMap of(Tensor values, Tensor gradient, SpatialAxes axes, int sample) {
        long[] shape = values.shape();
        int h = Math.toIntExact(shape[axes.y()]);
        int w = Math.toIntExact(shape[axes.x()]);
        int c = Math.toIntExact(shape[axes.c()]);
        return new FeatureMap(
                w,
                h,
                c,
                cut(values, axes, sample, w, h, c),
                gradient == null ? null : cut(gradient, axes, sample, w, h, c));
    }

    private static float[] cut(Tensor batch, SpatialAxes axes, int sample, int w, int h, int c) {
        float[] all = batch.floats();
        float[] out = new float[w * h * c];
        int from = sample * out.length;
        if (axes.channelsLast()) {
            System.arraycopy(all, from, out, 0, out.length);
            return out;
        }
        int places = w * h;
        for (int k = 0; k < c; k++) {
            for (int i = 0; i < places; i++) out[i * c + k] = all[from + k * places + i];
        }
        return out;
    }

    /** The weighted sum of the channels at every place. */
    RawHeat weighted(double[] weights) {
        float[] heat = new float[places()];
        for (int i = 0, at = 0; i < heat.length; i++) {
            double sum = 0;
            for (int c = 0; c < channels; c++, at++) sum += weights[c] * values[at];
            heat[i] = (float) sum;
        }
        return new RawHeat(width, height, heat);
    }

    /** One channel as a raster of its own. */
    RawHeat channel(int c) {
        float[] plane = new float[places()];
        for (int i = 0; i < plane.length; i++) plane[i] = values[i * channels + c];
        return new RawHeat(width, height, plane);
    }
}
