package org.coverslip.tile;

/**
 * Which source pixels make each pixel of a tile along one axis, and with what weights.
 *
 * @param first source pixel that index 0 stands for
 * @param length source pixels from there on
 * @param from per tile pixel, where its weights begin; one more than there are tile pixels
 * @param index of the source pixel of each weight, counted from {@code first}
 * @param weight sums to 1 over each tile pixel
 */
record Taps(long first, int length, int[] from, int[] index, float[] weight) {

    private static final double NOTHING = 1e-9;

    /**
     * A triangle of half-width max(1, scale) around the centre of each tile pixel, with reflection
     * at the ends.
     *
     * @param start edge of tile pixel 0 in source pixels
     * @param extent source pixels covered by the tile
     * @param count tile pixels
     * @param limit source pixels there are
     */
    static Taps of(double start, double extent, int count, long limit) {
        double scale = extent / count;
        double support = Math.max(1, scale);
        int most = (int) Math.ceil(2 * support) + 1;
        long[] source = new long[Math.multiplyExact(count, most)];
        double[] weights = new double[source.length];
        int[] from = new int[count + 1];
        int n = 0;
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            double centre = start + (i + 0.5) * scale - 0.5;
            int begin = n;
            double sum = 0;
            for (long s = (long) Math.ceil(centre - support);
                    s <= centre + support && n < begin + most;
                    s++) {
                double w = 1 - Math.abs(s - centre) / support;
                if (w <= NOTHING) continue;
                source[n] = reflect(s, limit);
                weights[n++] = w;
                sum += w;
            }
            for (int k = begin; k < n; k++) {
                weights[k] /= sum;
                low = Math.min(low, source[k]);
                high = Math.max(high, source[k]);
            }
            from[i + 1] = n;
        }
        int[] index = new int[n];
        float[] weight = new float[n];
        for (int k = 0; k < n; k++) {
            index[k] = (int) (source[k] - low);
            weight[k] = (float) weights[k];
        }
        return new Taps(low, Math.toIntExact(high - low + 1), from, index, weight);
    }

    /** Half-sample symmetric: ... 1 0 | 0 1 2 ... n-1 | n-1 n-2 ... */
    static long reflect(long i, long n) {
        long m = Math.floorMod(i, 2 * n);
        return m < n ? m : 2 * n - 1 - m;
    }

    /** One row of source pixels to one row of tile pixels. */
    void rows(float[] in, int at, float[] out, int to) {
        for (int i = 0; i < from.length - 1; i++) {
            float sum = 0;
            for (int k = from[i]; k < from[i + 1]; k++) sum += weight[k] * in[at + index[k]];
            out[to + i] = sum;
        }
    }

    /** Rows of source pixels, already of the tile's width, to rows of tile pixels. */
    float[] columns(float[] in, int width) {
        float[] out = new float[Math.multiplyExact(from.length - 1, width)];
        for (int j = 0; j < from.length - 1; j++) {
            int to = j * width;
            for (int k = from[j]; k < from[j + 1]; k++) {
                float w = weight[k];
                int at = index[k] * width;
                for (int i = 0; i < width; i++) out[to + i] += w * in[at + i];
            }
        }
        return out;
    }
}
