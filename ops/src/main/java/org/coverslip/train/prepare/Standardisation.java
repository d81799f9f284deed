package org.coverslip.train.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coverslip.model.Normalization;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.Step;

/** How pixel values from 0 to 255 become inputs. */
public final class Standardisation {

    /** Smallest deviation: a channel that is the same everywhere must not be divided by zero. */
    private static final double LEAST = 1e-3;

    private Standardisation() {}

    /**
     * @param name {@code featurewise}: mean and deviation of each channel over the training set; or
     *     what {@link Normalization#parse} reads
     * @param training indices of the training pictures; nothing else is looked at
     * @param channels of a picture, its last axis
     * @throws org.coverslip.RefusedException if the name is not known
     */
    public static List<Step> of(String name, PixelStore store, int[] training, int channels) {
        if (!name.strip().toLowerCase(Locale.ROOT).equals("featurewise")) {
            return Normalization.parse(name).steps();
        }
        double[] sum = new double[channels];
        double[] squares = new double[channels];
        double n = 0;
        for (int i : training) {
            float[] pixels = store.get(i);
            for (int k = 0; k < pixels.length; k++) {
                double v = pixels[k];
                sum[k % channels] += v;
                squares[k % channels] += v * v;
            }
            n += pixels.length / (double) channels;
        }
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            double mean = sum[c] / n;
            means.add(mean);
            double variance = Math.max(0, squares[c] / n - mean * mean);
            deviations.add(Math.max(LEAST, Math.sqrt(variance)));
        }
        return List.of(new FixedStandardize(means, deviations, Optional.of('c')));
    }
}
