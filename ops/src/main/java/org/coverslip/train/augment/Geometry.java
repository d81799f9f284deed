package org.coverslip.train.augment;

import java.util.SplittableRandom;

/**
 * Where the pixels of a changed picture come from: one affine map about the centre, drawn once.
 * Flips and quarter turns alone move pixels as they are; anything else interpolates linearly, and
 * shows the picture mirrored at its edges where it looks beyond them.
 */
final class Geometry {

    private final boolean exact;
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double dx;
    private final double dy;

    Geometry(Augmentation a, SplittableRandom random) {
        boolean left = a.flip() && random.nextBoolean();
        boolean top = a.flip() && random.nextBoolean();
        int quarter = a.quarters() ? random.nextInt(4) : 0;
        exact = a.degrees() == 0 && a.shift() == 0 && a.zoom() == 0;
        double angle = a.degrees() > 0 ? Math.toRadians(random.nextDouble(-1, 1) * a.degrees()) : 0;
        double scale = a.zoom() > 0 ? Math.pow(1 + a.zoom(), random.nextDouble(-1, 1)) : 1;
        dx = a.shift() > 0 ? random.nextDouble(-1, 1) * a.shift() : 0;
        dy = a.shift() > 0 ? random.nextDouble(-1, 1) * a.shift() : 0;
        double cos =
                exact ? new int[] {1, 0, -1, 0}[quarter] : Math.cos(angle + quarter * Math.PI / 2);
        double sin =
                exact ? new int[] {0, 1, 0, -1}[quarter] : Math.sin(angle + quarter * Math.PI / 2);
        xx = (left ? -1 : 1) * cos / scale;
        xy = (left ? -1 : 1) * -sin / scale;
        yx = (top ? -1 : 1) * sin / scale;
        yy = (top ? -1 : 1) * cos / scale;
    }

    float[] apply(float[] in, int size, int channels) {
        if (exact && xx == 1 && yy == 1) return in;
        return exact ? moved(in, size, channels) : interpolated(in, size, channels);
    }

    /** NB: positions count from the centre, in half pixels, so that they are whole numbers. */
    private float[] moved(float[] in, int size, int channels) {
        float[] out = new float[in.length];
        int a = (int) xx;
        int b = (int) xy;
        int c = (int) yx;
        int d = (int) yy;
        int last = size - 1;
        // What one pixel to the right in the result is in the picture.
        int step = (c * size + a) * channels;
        for (int y = 0, to = 0; y < size; y++) {
            int v = 2 * y - last;
            int fromX = (-a * last + b * v + last) / 2;
            int fromY = (-c * last + d * v + last) / 2;
            int from = (fromY * size + fromX) * channels;
            for (int x = 0; x < size; x++, from += step) {
                for (int k = 0; k < channels; k++) out[to++] = in[from + k];
            }
        }
        return out;
    }

    private float[] interpolated(float[] in, int size, int channels) {
        float[] out = new float[in.length];
        double centre = (size - 1) / 2.0;
        for (int y = 0, to = 0; y < size; y++) {
            double v = y - centre;
            for (int x = 0; x < size; x++) {
                double u = x - centre;
                double fromX = xx * u + xy * v + centre + dx * size;
                double fromY = yx * u + yy * v + centre + dy * size;
                int x0 = (int) Math.floor(fromX);
                int y0 = (int) Math.floor(fromY);
                float px = (float) (fromX - x0);
                float py = (float) (fromY - y0);
                int left = mirrored(x0, size) * channels;
                int right = mirrored(x0 + 1, size) * channels;
                int top = mirrored(y0, size) * size * channels;
                int low = mirrored(y0 + 1, size) * size * channels;
                for (int k = 0; k < channels; k++) {
                    float t = in[top + left + k];
                    t += (in[top + right + k] - t) * px;
                    float l = in[low + left + k];
                    l += (in[low + right + k] - l) * px;
                    out[to++] = t + (l - t) * py;
                }
            }
        }
        return out;
    }

    private static int mirrored(int i, int size) {
        if (i >= 0 && i < size) return i;
        if (size == 1) return 0;
        int at = Math.floorMod(i, 2 * size - 2);
        return at < size ? at : 2 * size - 2 - at;
    }
}
