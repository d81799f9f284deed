package org.coverslip.words.cluster;

import java.util.Objects;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;

/**
 * k-means. The same rows, seed and settings give the same bits for any number of threads.
 *
 * <pre>{@code
 * Clustering words = KMeans.of(9).seed(1).starts(4).cluster(rows);
 * }</pre>
 */
public final class KMeans {

    private final int k;
    private long seed;
    private int starts = 4;
    private int iterations = 300;
    private double tolerance = 1e-4;
    private int threads;
    private Products products = Products.JAVA;
    private Progress progress = Progress.NONE;

    private KMeans(int k) {
        this.k = k;
    }

    /** k centres, at least 1. */
    public static KMeans of(int k) {
        if (k < 1) throw new RefusedException("words=" + k, "this is too few", "ask for 2 or more");
        return new KMeans(k);
    }

    public KMeans seed(long number) {
        seed = number;
        return this;
    }

    /** How often to begin anew with other centres; the run with the lowest inertia is kept. */
    public KMeans starts(int number) {
        starts = number;
        return this;
    }

    /** Most iterations per start; default 300. */
    public KMeans iterations(int most) {
        iterations = most;
        return this;
    }

    /**
     * Stop once the centres together move by less than this part of the features' mean variance,
     * squared; default 1e-4, as in scikit-learn. 0: only when no row changes its centre any more.
     */
    public KMeans tolerance(double part) {
        tolerance = part;
        return this;
    }

    /** 0: as many as there are processors. */
    public KMeans threads(int number) {
        threads = number;
        return this;
    }

    /** What multiplies matrices; default {@link Products#JAVA}. */
    public KMeans products(Products by) {
        products = by;
        return this;
    }

    public KMeans progress(Progress listener) {
        progress = listener;
        return this;
    }

    /**
     * Clusters from centres that k-means++ draws.
     *
     * @throws RefusedException if there are fewer rows than centres, a value is not finite, or all
     *     rows are the same
     * @throws java.util.concurrent.CancellationException if the user stops it
     */
    public Clustering cluster(Rows rows) {
        return run(rows, null);
    }

    /**
     * Clusters from given centres, once.
     *
     * @param centres [k][width]; not changed
     */
    public Clustering cluster(Rows rows, float[][] centres) {
        return run(rows, Objects.requireNonNull(centres));
    }

    private Clustering run(Rows rows, float[][] given) {
        if (rows.count() < k) {
            throw new RefusedException(
                    "words=" + k,
                    "there are only " + rows.count() + " patches",
                    "ask for fewer words or give more images");
        }
        ShiftedRows shifted = ShiftedRows.of(rows);
        try (Crew crew = new Crew(threads, progress)) {
            double limit = tolerance * new Spread(shifted).meanVariance();
            Clustering best = null;
            int runs = given != null ? 1 : starts;
            for (int s = 0; s < runs; s++) {
                float[] start =
                        given != null
                                ? shifted(given, shifted.shift())
                                : new Seeding(shifted, crew, products).draw(k, seed * 1_000 + s);
                int done = s * iterations;
                Clustering one =
                        new Lloyd(shifted, start, crew, products)
                                .run(
                                        iterations,
                                        limit,
                                        i ->
                                                progress.update(
                                                        done + i,
                                                        (long) runs * iterations,
                                                        "iterations"));
                if (best == null || one.inertia() < best.inertia()) best = one;
            }
            return back(best, shifted.shift());
        }
    }

    private float[] shifted(float[][] centres, float[] shift) {
        if (centres.length != k || centres[0].length != shift.length)
            throw new IllegalArgumentException("centres of another size");
        float[] flat = new float[k * shift.length];
        for (int j = 0; j < k; j++)
            for (int t = 0; t < shift.length; t++)
                flat[j * shift.length + t] = centres[j][t] - shift[t];
        return flat;
    }

    private static Clustering back(Clustering c, float[] shift) {
        for (float[] centroid : c.centroids())
            for (int t = 0; t < shift.length; t++) centroid[t] += shift[t];
        return c;
    }
}
