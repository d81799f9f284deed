package org.coverslip.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.coverslip.report.Progress;
import org.coverslip.words.cluster.Clustering;
import org.coverslip.words.cluster.KMeans;
import org.coverslip.words.cluster.MiniBatch;
import org.coverslip.words.cluster.Products;
import org.coverslip.words.cluster.Rows;
import org.coverslip.words.cluster.Sample;
import org.coverslip.words.codebook.Codebook;
import org.coverslip.words.index.Sweep;
import org.coverslip.words.project.Transform;

/**
 * From features to words.
 *
 * @param codebook the words, the most frequent one first
 * @param sweep how the number of words was chosen; empty where it was given
 */
record Learning(Codebook codebook, Optional<Sweep> sweep) {

    /** Rows that scaling and principal components are taken from. */
    private static final int SAMPLE = 20_000;

    /** Rows on which numbers of words are compared: the silhouette grows with their square. */
    private static final int JUDGED = 5_000;

    private static final int LEAST_WORDS = 2;
    private static final long MOST_BYTES = 256L << 20;

    static Learning of(
            Rows raw,
            Codebook.Origin origin,
            WordSettings settings,
            ProductsSource source,
            Progress progress) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        int most = (int) Math.max(1000, Math.min(SAMPLE, MOST_BYTES / 4 / raw.width()));
        Rows sample = raw.copy(Sample.of(raw.count(), most, random));
        Transform transform =
                Transform.fit(sample, settings.scale(), settings.components(), settings.seed());
        Rows rows = transform.rows(raw);
        Products products = source.of(transform.width());
        Optional<Sweep> sweep = Optional.empty();
        int k = settings.words();
        if (k == 0) {
            Rows judged = rows.copy(Sample.of(rows.count(), JUDGED, random));
            sweep =
                    Optional.of(
                            Sweep.of(
                                    judged,
                                    LEAST_WORDS,
                                    settings.most(),
                                    settings.seed(),
                                    products,
                                    progress));
            k = sweep.get().suggestion();
        }
        Clustering clustering =
                settings.minibatch()
                        ? MiniBatch.cluster(rows, k, settings.seed(), products, progress)
                        : KMeans.of(k)
                                .seed(settings.seed())
                                .products(products)
                                .progress(progress)
                                .cluster(rows);
        return new Learning(ordered(origin, transform, clustering), sweep);
    }

    private static Codebook ordered(Codebook.Origin origin, Transform transform, Clustering c) {
        List<Integer> order = new ArrayList<>();
        for (int j = 0; j < c.k(); j++) order.add(j);
        order.sort((a, b) -> Integer.compare(c.counts()[b], c.counts()[a]));
        float[][] centroids = order.stream().map(j -> c.centroids()[j]).toArray(float[][]::new);
        int[] counts = order.stream().mapToInt(j -> c.counts()[j]).toArray();
        return new Codebook(origin, transform, Arrays.copyOf(centroids, c.k()), counts);
    }
}
