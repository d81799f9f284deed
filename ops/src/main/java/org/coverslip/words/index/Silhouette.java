package org.coverslip.words.index;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.words.cluster.Crew;
import org.coverslip.words.cluster.Products;
import org.coverslip.words.cluster.Rows;

/**
 * Mean silhouettes (Rousseeuw 1987, J. Comput. Appl. Math. 20:53) of several clusterings of the
 * same rows. The distances, which are nearly all of the work, are computed once for all of them and
 * each pair once; no more than a tile of them is ever kept.
 */
public final class Silhouette {

    private static final int BLOCK = Products.BLOCK;

    private final Rows rows;
    private final List<int[]> labelings;
    private final int[] offsets;
    private final int width;
    private final int n;
    private final int total;
    private final int[][] slots;

    private Silhouette(Rows rows, List<int[]> labelings) {
        this.rows = rows;
        this.labelings = labelings;
        this.n = rows.count();
        this.width = rows.width();
        this.offsets = new int[labelings.size() + 1];
        for (int s = 0; s < labelings.size(); s++) {
            int k = 0;
            for (int label : labelings.get(s)) k = Math.max(k, label + 1);
            offsets[s + 1] = offsets[s] + k;
        }
        this.total = offsets[labelings.size()];
        this.slots = new int[n][labelings.size()];
        for (int i = 0; i < n; i++)
            for (int s = 0; s < labelings.size(); s++)
                slots[i][s] = offsets[s] + labelings.get(s)[i];
    }

    /**
     * The mean silhouette of each clustering; a row alone in its cluster counts 0, as in
     * scikit-learn.
     *
     * @param rows the work grows with the square of their number
     * @param labelings per clustering, a label from 0 for every row
     */
    public static double[] means(Rows rows, List<int[]> labelings, Products products, Crew crew) {
        return new Silhouette(rows, labelings).means(products, crew);
    }

    private record Tile(int a, int b) {}

    private double[] means(Products products, Crew crew) {
        float[] values = centred();
        float[] squares = new float[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int t = 0; t < width; t++) {
                double v = values[i * width + t];
                sum += v * v;
            }
            squares[i] = (float) sum;
        }
        int blocks = (n + BLOCK - 1) / BLOCK;
        List<Tile> tiles = new ArrayList<>();
        for (int a = 0; a < blocks; a++) for (int b = a; b < blocks; b++) tiles.add(new Tile(a, b));
        double[][] sums = new double[n][];
        for (int i = 0; i < n; i++) sums[i] = new double[total];
        // NB: the tiles of one diagonal touch different rows in either role only if they are
        // summed apart; so each has sums of its own, which are added in the order of the tiles.
        double[][][] first = new double[tiles.size()][][];
        double[][][] second = new double[tiles.size()][][];
        crew.each(
                tiles.size(),
                i -> {
                    crew.check();
                    Tile tile = tiles.get(i);
                    first[i] = new double[size(tile.a())][total];
                    second[i] = tile.a() == tile.b() ? first[i] : new double[size(tile.b())][total];
                    add(tile, values, squares, products, first[i], second[i], crew);
                });
        for (int i = 0; i < tiles.size(); i++) {
            add(sums, tiles.get(i).a(), first[i]);
            if (second[i] != first[i]) add(sums, tiles.get(i).b(), second[i]);
        }
        double[] means = new double[labelings.size()];
        for (int s = 0; s < means.length; s++) means[s] = mean(s, sums);
        return means;
    }

    /** NB: less the mean, so that products keep their digits. */
    private float[] centred() {
        float[] values = rows.all();
        double[] mean = new double[width];
        for (int i = 0; i < values.length; i++) mean[i % width] += values[i];
        for (int i = 0; i < values.length; i++) values[i] -= (float) (mean[i % width] / n);
        return values;
    }

    private int size(int block) {
        return Math.min(BLOCK, n - block * BLOCK);
    }

    private static void add(double[][] sums, int block, double[][] part) {
        for (int p = 0; p < part.length; p++) {
            double[] to = sums[block * BLOCK + p];
            for (int s = 0; s < to.length; s++) to[s] += part[p][s];
        }
    }

    private void add(
            Tile tile,
            float[] values,
            float[] squares,
            Products products,
            double[][] first,
            double[][] second,
            Crew crew) {
        int i0 = tile.a() * BLOCK;
        int j0 = tile.b() * BLOCK;
        int ni = first.length;
        int nj = second.length;
        boolean same = i0 == j0;
        float[] a = java.util.Arrays.copyOfRange(values, i0 * width, (i0 + ni) * width);
        float[] b = java.util.Arrays.copyOfRange(values, j0 * width, (j0 + nj) * width);
        float[][] out = new float[nj][BLOCK];
        products.with(b, nj, width).times(a, ni, out);
        for (int j = 0; j < nj; j++) {
            if (j % 64 == 0) crew.check();
            float[] distances = out[j];
            distances(distances, squares, i0, ni, squares[j0 + j]);
            if (same) distances[j] = 0;
            row(distances, second[j], i0, ni);
            if (!same) column(distances, first, slots[j0 + j]);
        }
    }

    private static void distances(float[] row, float[] squares, int from, int n, float square) {
        for (int i = 0; i < n; i++)
            row[i] = (float) Math.sqrt(Math.max(0f, square + squares[from + i] - 2 * row[i]));
    }

    private void row(float[] distances, double[] sums, int from, int n) {
        for (int i = 0; i < n; i++) {
            double d = distances[i];
            for (int slot : slots[from + i]) sums[slot] += d;
        }
    }

    private static void column(float[] distances, double[][] sums, int[] slots) {
        for (int i = 0; i < sums.length; i++) {
            double[] to = sums[i];
            double d = distances[i];
            for (int slot : slots) to[slot] += d;
        }
    }

    private double mean(int s, double[][] sums) {
        int from = offsets[s];
        int k = offsets[s + 1] - from;
        int[] labels = labelings.get(s);
        int[] counts = new int[k];
        for (int label : labels) counts[label]++;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            int own = labels[i];
            if (counts[own] < 2) continue;
            double within = sums[i][from + own] / (counts[own] - 1);
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < k; j++) {
                if (j != own && counts[j] > 0)
                    nearest = Math.min(nearest, sums[i][from + j] / counts[j]);
            }
            double larger = Math.max(within, nearest);
            if (larger > 0) sum += (nearest - within) / larger;
        }
        return sum / n;
    }
}
