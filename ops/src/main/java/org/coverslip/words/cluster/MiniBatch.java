package org.coverslip.words.cluster;

import java.util.SplittableRandom;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;

/**
 * k-means by mini-batches (Sculley 2010, WWW, algorithm 1): centres follow random batches, each row
 * pulling its centre by one over the rows it has had. Looks at part of the rows only, so it is for
 * what does not fit into memory, or must be quick; inertia comes out a few per cent above that of
 * {@link KMeans}. The same seed gives the same bits.
 */
public final class MiniBatch {

    private static final int BATCH = Products.BLOCK;
    private static final int PASSES = 3;
    private static final int LEAST_STEPS = 200;
    private static final int RESEED_EVERY = 50;

    private MiniBatch() {}

    /**
     * @throws RefusedException as {@link KMeans#cluster(Rows)}
     * @throws java.util.concurrent.CancellationException if the user stops it
     */
    public static Clustering cluster(
            Rows rows, int k, long seed, Products products, Progress progress) {
        if (rows.count() < k) {
            throw new RefusedException(
                    "words=" + k,
                    "there are only " + rows.count() + " patches",
                    "ask for fewer words or give more images");
        }
        new Spread(rows).meanVariance();
        try (Crew crew = new Crew(0, progress)) {
            int width = rows.width();
            float[] start = new Seeding(rows, crew, products).draw(k, seed);
            float[][] centres = new float[k][width];
            for (int j = 0; j < k; j++) System.arraycopy(start, j * width, centres[j], 0, width);
            int steps = Math.max(LEAST_STEPS, (int) ((long) PASSES * rows.count() / BATCH));
            SplittableRandom random = new SplittableRandom(seed);
            long[] had = new long[k];
            int n = Math.min(BATCH, rows.count());
            float[] row = new float[width];
            for (int step = 1; step <= steps; step++) {
                crew.check();
                int[] chosen = new int[n];
                for (int i = 0; i < n; i++) chosen[i] = random.nextInt(rows.count());
                java.util.Arrays.sort(chosen);
                Rows batch = rows.copy(chosen);
                Nearest nearest = Nearest.of(batch, centres, products, crew);
                for (int i = 0; i < n; i++) {
                    batch.read(i, 1, row);
                    pull(centres[nearest.labels()[i]], row, ++had[nearest.labels()[i]]);
                }
                if (step % RESEED_EVERY == 0) reseed(centres, had, batch, nearest);
                progress.update(step, steps, "batches");
            }
            return finish(rows, centres, products, crew, steps);
        }
    }

    private static void pull(float[] centre, float[] row, long had) {
        float rate = (float) (1.0 / had);
        for (int t = 0; t < row.length; t++) {
            if (!Float.isFinite(row[t]))
                throw new RefusedException(
                        "patches",
                        "features of one are not finite numbers",
                        "use another layer, or a network whose values stay in range");
            centre[t] += rate * (row[t] - centre[t]);
        }
    }

    /** A centre that no row has come to yet moves to the row farthest from its own. */
    private static void reseed(float[][] centres, long[] had, Rows batch, Nearest nearest) {
        for (int j = 0; j < centres.length; j++) {
            if (had[j] > 0) continue;
            int farthest = 0;
            for (int i = 1; i < batch.count(); i++)
                if (nearest.distances()[i] > nearest.distances()[farthest]) farthest = i;
            batch.read(farthest, 1, centres[j]);
            nearest.distances()[farthest] = 0;
            had[j] = 1;
        }
    }

    private static Clustering finish(
            Rows rows, float[][] centres, Products products, Crew crew, int steps) {
        Nearest all = Nearest.of(rows, centres, products, crew);
        int[] counts = new int[centres.length];
        double inertia = 0;
        for (int i = 0; i < rows.count(); i++) {
            counts[all.labels()[i]]++;
            inertia += (double) all.distances()[i] * all.distances()[i];
        }
        return new Clustering(centres, all.labels(), counts, inertia, steps, true);
    }
}
