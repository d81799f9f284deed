package org.coverslip.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.coverslip.network.Engines;
import org.coverslip.network.NetworkOptions;
import org.coverslip.words.cluster.Clustering;
import org.coverslip.words.cluster.EngineProducts;
import org.coverslip.words.cluster.KMeans;
import org.coverslip.words.cluster.Rows;

/**
 * k-means of 100 000 rows of 1024 numbers, 32 centres, at most 20 iterations, from the same
 * centres, by us (with the engine that learn-words uses) and by scikit-learn's lloyd, in turn.
 */
final class KMeansAgainstSklearn implements Benchmark {

    private static final int N = 100_000;
    private static final int WIDTH = 1024;
    private static final int K = 32;
    private static final int RUNS = 5;
    private static final String SETUP =
            """
            x = np.fromfile(dir + '/x.f32', '<f4').reshape(-1, 1024)
            start = np.array(x[:32])
            """;
    private static final String WORK =
            """
            m = KMeans(32, init=start, n_init=1, max_iter=20, tol=0, algorithm='lloyd').fit(x)
            answer = [m.inertia_, m.n_iter_]
            """;

    @Override
    public String name() {
        return "kmeans_vs_sklearn";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        float[] values = ClusteredFeatures.make(N, WIDTH, 1);
        Path folder = Files.createTempDirectory(workshop.folder(), "kmeans");
        ClusteredFeatures.write(folder.resolve("x.f32"), values);
        Rows rows = Rows.of(values, WIDTH);
        float[][] starts = new float[K][WIDTH];
        for (int j = 0; j < K; j++) rows.read(j, 1, starts[j]);
        Path network = folder.resolve("network");
        try (EngineProducts products =
                new EngineProducts(Engines.get(), NetworkOptions.DEFAULT, WIDTH, network)) {
            Optional<Sklearn> sklearn = Sklearn.start(folder, SETUP, WORK);
            if (sklearn.isEmpty()) {
                return new Figure(
                        Double.NaN,
                        "ratio",
                        "not measured: /usr/bin/python3 has no scikit-learn here (apt install python3-sklearn)");
            }
            try (Sklearn theirs = sklearn.get()) {
                return compare(rows, starts, products, theirs);
            }
        } finally {
            Workshop.deleteTree(folder);
        }
    }

    private Figure compare(Rows rows, float[][] starts, EngineProducts products, Sklearn sklearn)
            throws Exception {
        KMeans ours = KMeans.of(K).iterations(20).tolerance(0).products(products);
        for (int warm = 0; warm < 4; warm++) ours.cluster(rows, starts);
        sklearn.work();
        double[] ratios = new double[RUNS];
        double[] seconds = new double[RUNS];
        double[] theirs = new double[RUNS];
        Clustering last = null;
        double[] answer = null;
        for (int i = 0; i < RUNS; i++) {
            long begin = System.nanoTime();
            last = ours.cluster(rows, starts);
            seconds[i] = (System.nanoTime() - begin) * 1e-9;
            answer = sklearn.work();
            theirs[i] = answer[0];
            ratios[i] = theirs[i] / seconds[i];
        }
        String note =
                String.format(
                        Locale.ROOT,
                        "times as fast as scikit-learn's lloyd on clustered features (%s): ours %.2f s, theirs %.2f s, medians of %d runs in turn; %d and %.0f iterations, inertia differs by %.1e",
                        Workshop.spread(ratios),
                        Workshop.median(seconds),
                        Workshop.median(theirs),
                        RUNS,
                        last.iterations(),
                        answer[2],
                        Math.abs(last.inertia() / answer[1] - 1));
        return new Figure(Workshop.median(ratios), "ratio", note);
    }
}
