package org.coverslip.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coverslip.network.Engines;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Progress;
import org.coverslip.words.cluster.Crew;
import org.coverslip.words.cluster.EngineProducts;
import org.coverslip.words.cluster.KMeans;
import org.coverslip.words.cluster.Rows;
import org.coverslip.words.index.Silhouette;

/**
 * The silhouettes of 2 to 16 words on 5000 rows of 1024 numbers, by us from one set of distances,
 * and by calling scikit-learn fifteen times, in turn.
 */
final class SilhouettesAgainstSklearn implements Benchmark {

    private static final int N = 5000;
    private static final int WIDTH = 1024;
    private static final int RUNS = 3;
    private static final String SETUP =
            """
            x = np.fromfile(dir + '/x.f32', '<f4').reshape(-1, 1024)
            labels = np.fromfile(dir + '/labels.i32', '<i4').reshape(-1, len(x))
            """;
    private static final String WORK = "answer = [silhouette_score(x, own) for own in labels]\n";

    @Override
    public String name() {
        return "silhouette_sweep_vs_sklearn";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        float[] values = ClusteredFeatures.make(N, WIDTH, 2);
        Rows rows = Rows.of(values, WIDTH);
        List<int[]> labelings = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.allocate(15 * 4 * N).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 2; k <= 16; k++) {
            int[] labels = KMeans.of(k).starts(1).cluster(rows).labels();
            labelings.add(labels);
            for (int label : labels) bytes.putInt(label);
        }
        Path folder = Files.createTempDirectory(workshop.folder(), "silhouette");
        ClusteredFeatures.write(folder.resolve("x.f32"), values);
        Files.write(folder.resolve("labels.i32"), bytes.array());
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
                return compare(rows, labelings, products, theirs);
            }
        } finally {
            Workshop.deleteTree(folder);
        }
    }

    private static Figure compare(
            Rows rows, List<int[]> labelings, EngineProducts products, Sklearn sklearn)
            throws Exception {
        double[] ratios = new double[RUNS];
        double[] seconds = new double[RUNS];
        double[] theirs = new double[RUNS];
        double difference = 0;
        for (int i = -2; i < RUNS; i++) {
            long begin = System.nanoTime();
            double[] means;
            try (Crew crew = new Crew(0, Progress.NONE)) {
                means = Silhouette.means(rows, labelings, products, crew);
            }
            double time = (System.nanoTime() - begin) * 1e-9;
            if (i < 0) continue;
            double[] answer = sklearn.work();
            seconds[i] = time;
            theirs[i] = answer[0];
            ratios[i] = answer[0] / time;
            for (int s = 0; s < means.length; s++)
                difference = Math.max(difference, Math.abs(means[s] - answer[s + 1]));
        }
        String note =
                String.format(
                        Locale.ROOT,
                        "times as fast as 15 calls of silhouette_score (%s): ours %.2f s, theirs %.2f s, medians of %d runs in turn; the silhouettes differ by at most %.1e",
                        Workshop.spread(ratios),
                        Workshop.median(seconds),
                        Workshop.median(theirs),
                        RUNS,
                        difference);
        return new Figure(Workshop.median(ratios), "ratio", note);
    }
}
