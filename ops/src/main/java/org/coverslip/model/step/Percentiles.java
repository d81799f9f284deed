package org.coverslip.model.step;

import java.util.Arrays;

/** The sorted elements of each group of a block, to read percentiles from. */
final class Percentiles {

    private final float[][] sorted;

    Percentiles(TensorBlock block, Groups groups) {
        float[] data = block.data();
        int n = groups.count();
        sorted = new float[n][data.length / n];
        int[] filled = new int[n];
        groups.forEach(
                (start, rows, columns, group, rowGroup, columnGroup) -> {
                    for (int j = 0, p = start; j < rows; j++) {
                        int g = group + j * rowGroup;
                        for (int i = 0; i < columns; i++, p++, g += columnGroup) {
                            sorted[g][filled[g]++] = data[p];
                        }
                    }
                });
        for (float[] values : sorted) Arrays.sort(values);
    }

    /**
     * Interpolated linearly between the neighbours, as NumPy's {@code percentile} does by default;
     * NaN if the group holds a NaN.
     *
     * @param percent 0 to 100
     */
    double linear(int group, double percent) {
        float[] v = sorted[group];
        if (Float.isNaN(v[v.length - 1])) return Double.NaN;
        double at = percent / 100 * (v.length - 1);
        int low = (int) Math.floor(at);
        int high = Math.min(low + 1, v.length - 1);
        double t = at - low;
        return t == 0 ? v[low] : v[low] + ((double) v[high] - v[low]) * t;
    }

    /**
     * The smallest element that at least {@code percent} of the group do not exceed, as NumPy's
     * {@code method="inverted_cdf"}; NaN if the group holds a NaN.
     *
     * @param percent 0 to 100
     */
    double inverted(int group, double percent) {
        float[] v = sorted[group];
        if (Float.isNaN(v[v.length - 1])) return Double.NaN;
        int index = (int) Math.ceil(percent / 100 * v.length) - 1;
        return v[Math.max(0, Math.min(v.length - 1, index))];
    }
}
