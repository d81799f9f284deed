package org.coverslip.tile;

import java.util.Arrays;

/**
 * Tells fluorescent tissue from a dark ground, channel by channel: Otsu's threshold on the
 * logarithm of the intensity above the darkest, so that dim tissue beside bright nuclei is not
 * lost.
 */
final class FluorescentTissue {

    /** Foreground of a channel that is only noise comes closer to its background than this. */
    private static final double LEAST_RATIO = 1.25;

    /** In stored values of integer images; smaller steps are not resolved. */
    private static final double LEAST_STEP = 2;

    private static final int SAMPLE = 200_000;

    private final Overview image;

    FluorescentTissue(Overview image) {
        this.image = image;
    }

    /** Pixels that are bright in any channel. */
    BinaryImage tissue() {
        BinaryImage tissue = new BinaryImage(image.width(), image.height());
        for (int c = 0; c < image.channels(); c++) {
            // NB: the fourth of red, green, blue and alpha is opacity, no light.
            if (image.rgb() && c == 3) break;
            add(image.plane(c), tissue);
        }
        return tissue;
    }

    private void add(float[] values, BinaryImage tissue) {
        float[] sorted = sample(values);
        Arrays.sort(sorted);
        int n = sorted.length;
        // NB: Float.compare sorts NaN last.
        while (n > 0 && !Float.isFinite(sorted[n - 1])) n--;
        if (n == 0) return;
        double low = sorted[(int) (n * 0.001)];
        double high = sorted[(int) (n * 0.999)];
        if (!(high > low)) return;
        double middle = sorted[n / 2] - low;
        double knee = Math.max(middle, (high - low) / 255);
        double top = Math.log1p((high - low) / knee);
        byte[] bins = new byte[values.length];
        GreyLevels levels = new GreyLevels();
        for (int i = 0; i < bins.length; i++) {
            double above = Math.max(0, Math.min(high, values[i]) - low);
            int bin = (int) Math.round(255 * Math.log1p(above / knee) / top);
            bins[i] = (byte) bin;
            levels.add(bin);
        }
        int threshold = levels.otsu();
        if (!isSignal(values, bins, threshold)) return;
        for (int i = 0; i < bins.length; i++) if ((bins[i] & 0xff) > threshold) tissue.set(i);
    }

    /** Evenly spread values, enough for quantiles. */
    private static float[] sample(float[] values) {
        int step = Math.max(1, values.length / SAMPLE);
        float[] some = new float[(values.length - 1) / step + 1];
        for (int i = 0; i < some.length; i++) some[i] = values[i * step];
        return some;
    }

    private boolean isSignal(float[] values, byte[] bins, int threshold) {
        double[] sum = new double[2];
        long[] count = new long[2];
        for (int i = 0; i < bins.length; i++) {
            if (!Float.isFinite(values[i])) continue;
            int side = (bins[i] & 0xff) > threshold ? 1 : 0;
            sum[side] += values[i];
            count[side]++;
        }
        if (count[0] == 0 || count[1] == 0) return false;
        double ground = sum[0] / count[0];
        double light = sum[1] / count[1];
        boolean resolved = !image.integer() || light - ground >= LEAST_STEP;
        return resolved && light - ground >= (LEAST_RATIO - 1) * Math.abs(ground);
    }
}
