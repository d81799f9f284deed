package org.coverslip.words.cluster;

import java.util.Arrays;

/**
 * Bounds of the squared distances of a block of points to all centres, from coordinates in a {@link
 * Span}: |x - c|^2 - |x|^2 = |c|^2 - 2 Px.Pc - 2 x.Rc, where the last term is at most the product
 * of the lengths of x and c outside the span.
 */
final class Candidates {

    /**
     * Allowance for rounding of a float product, relative to both lengths: four times the most that
     * was seen in 400 000 products of 2048 positive numbers, which round worst.
     */
    private static final float ROUNDING = 4e-6f;

    private final float[][] lower;
    private final float[] upper = new float[Products.BLOCK];
    private final float[] least = new float[Products.BLOCK];
    private final float[] second = new float[Products.BLOCK];

    Candidates(int k) {
        lower = new float[k][Products.BLOCK];
    }

    /**
     * What is the same for all points of an iteration.
     *
     * @param coordinates of the centres, {@code rank} numbers each
     * @param rank of the span
     * @param squares squared lengths of the centres
     * @param outside lengths of the centres outside the span
     */
    record Centres(float[] coordinates, int rank, float[] squares, float[] outside) {}

    /**
     * @param x {@code x[r][p]}: coordinate r of point p
     * @param norms length of each point, from {@code first} on
     * @param outside length of each point outside the span, from {@code first} on
     * @param n points in the block
     */
    void bound(Centres centres, float[][] x, float[] norms, float[] outside, int first, int n) {
        Kernel.clear(lower, n);
        Kernel.add(x, 0, centres.rank(), n, centres.coordinates(), centres.rank(), 0, lower);
        Arrays.fill(upper, 0, n, Float.POSITIVE_INFINITY);
        Arrays.fill(least, 0, n, Float.POSITIVE_INFINITY);
        Arrays.fill(second, 0, n, Float.POSITIVE_INFINITY);
        for (int j = 0; j < lower.length; j++) {
            float square = centres.squares()[j];
            float length = (float) Math.sqrt(square);
            bound(
                    lower[j],
                    square,
                    2 * centres.outside()[j],
                    2 * ROUNDING * length,
                    ROUNDING * square,
                    norms,
                    outside,
                    first,
                    n);
        }
    }

    private void bound(
            float[] products,
            float square,
            float outsideFactor,
            float normFactor,
            float allowance,
            float[] norms,
            float[] outside,
            int first,
            int n) {
        for (int p = 0; p < n; p++) {
            float value = square - 2 * products[p];
            float error =
                    outsideFactor * outside[first + p] + normFactor * norms[first + p] + allowance;
            float low = value - error;
            products[p] = low;
            upper[p] = Math.min(upper[p], value + error);
            second[p] = Math.min(second[p], Math.max(least[p], low));
            least[p] = Math.min(least[p], low);
        }
    }

    /** Whether only one centre can be the nearest. */
    boolean isDecided(int p) {
        return second[p] > upper[p];
    }

    /** The centre with the lowest bound; {@code guess} is tried first. */
    int lowest(int p, int guess) {
        if (guess >= 0 && lower[guess][p] == least[p]) return guess;
        for (int j = 0; j < lower.length; j++) if (lower[j][p] == least[p]) return j;
        throw new IllegalStateException("bounds are not numbers");
    }

    /** Lower bound of the squared distance less the square of the point's length. */
    float lower(int centre, int p) {
        return lower[centre][p];
    }

    float upper(int p) {
        return upper[p];
    }
}
