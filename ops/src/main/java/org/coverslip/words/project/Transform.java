package org.coverslip.words.project;

import java.util.Arrays;
import java.util.Optional;
import org.coverslip.words.cluster.Rows;

/**
 * From a network's features to the vectors that are clustered: scaled, then perhaps projected onto
 * principal components.
 *
 * @param scale how
 * @param mean per feature; zeros unless {@link Scale#STANDARD}
 * @param factor per feature, 0 for one that never varies; ones unless {@link Scale#STANDARD}
 * @param pca of the scaled features
 */
public record Transform(Scale scale, float[] mean, float[] factor, Optional<Pca> pca) {

    /** Nothing is done. */
    public static Transform none(int features) {
        float[] ones = new float[features];
        Arrays.fill(ones, 1);
        return new Transform(Scale.NONE, new float[features], ones, Optional.empty());
    }

    /**
     * @param sample rows in memory that stand for all
     * @param components 0: no projection
     * @throws org.coverslip.RefusedException if there are not as many components
     */
    public static Transform fit(Rows sample, Scale scale, int components, long seed) {
        Transform scaled = none(sample.width());
        if (scale == Scale.LENGTH)
            scaled = new Transform(scale, scaled.mean, scaled.factor, Optional.empty());
        if (scale == Scale.STANDARD) scaled = standard(sample);
        if (components == 0) return scaled;
        return new Transform(
                scale,
                scaled.mean,
                scaled.factor,
                Optional.of(Pca.of(scaled.rows(sample), components, seed)));
    }

    private static Transform standard(Rows sample) {
        int width = sample.width();
        double[] sum = new double[width];
        double[] square = new double[width];
        float[] row = new float[width];
        for (int i = 0; i < sample.count(); i++) {
            sample.read(i, 1, row);
            for (int t = 0; t < width; t++) {
                sum[t] += row[t];
                square[t] += (double) row[t] * row[t];
            }
        }
        float[] mean = new float[width];
        float[] factor = new float[width];
        int n = sample.count();
        for (int t = 0; t < width; t++) {
            double m = sum[t] / n;
            double variance = square[t] / n - m * m;
            mean[t] = (float) m;
            // NB: what varies by rounding only must not be blown up to deviation 1.
            boolean constant = variance <= 1e-10 * (square[t] / n);
            factor[t] = constant ? 0 : (float) (1 / Math.sqrt(variance));
        }
        return new Transform(Scale.STANDARD, mean, factor, Optional.empty());
    }

    /** How many features it takes. */
    public int features() {
        return mean.length;
    }

    /** How many numbers it gives. */
    public int width() {
        return pca.map(p -> p.components().length).orElse(mean.length);
    }

    /** All rows transformed: in memory if projected, else on the way. */
    public Rows rows(Rows raw) {
        if (pca.isPresent()) return projected(raw);
        if (scale == Scale.NONE) return raw;
        return new Rows() {
            @Override
            public int count() {
                return raw.count();
            }

            @Override
            public int width() {
                return raw.width();
            }

            @Override
            public void read(int from, int count, float[] to) {
                raw.read(from, count, to);
                for (int i = 0; i < count; i++) scale(to, i * mean.length);
            }
        };
    }

    private Rows projected(Rows raw) {
        float[] values = new float[Math.multiplyExact(raw.count(), width())];
        float[] row = new float[raw.width()];
        for (int i = 0; i < raw.count(); i++) {
            raw.read(i, 1, row);
            scale(row, 0);
            System.arraycopy(pca.orElseThrow().project(row), 0, values, i * width(), width());
        }
        return Rows.of(values, width());
    }

    private void scale(float[] row, int at) {
        if (scale == Scale.STANDARD) {
            for (int t = 0; t < mean.length; t++) row[at + t] = (row[at + t] - mean[t]) * factor[t];
        } else if (scale == Scale.LENGTH) {
            double square = 0;
            for (int t = 0; t < mean.length; t++) square += (double) row[at + t] * row[at + t];
            float by = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
            for (int t = 0; t < mean.length; t++) row[at + t] *= by;
        }
    }
}
