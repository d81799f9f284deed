package org.coverslip.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.coverslip.report.Progress;
import org.coverslip.words.cluster.Clustering;
import org.coverslip.words.cluster.Crew;
import org.coverslip.words.cluster.KMeans;
import org.coverslip.words.cluster.Products;
import org.coverslip.words.cluster.Rows;
import org.coverslip.words.index.Scatter;
import org.coverslip.words.index.Silhouette;
import org.coverslip.words.project.Pca;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same data and starts give the numbers of scikit-learn, which {@code /usr/bin/python3
 * ops/src/test/resources/org/coverslip/words/reference.py} prints.
 */
class SklearnNumbersTest {

    private static final int N = 600;
    private static final int D = 20;

    private static Rows data() {
        float[] values = new float[N * D];
        long state = 12345;
        for (int i = 0; i < N; i++) {
            for (int t = 0; t < D; t++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                float noise = (state >>> 40) / (float) (1 << 24);
                values[i * D + t] = noise + (i % 4 == t % 4 ? 0.75f : 0);
            }
        }
        return Rows.of(values, D);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 4, 1853.759644, 0.1920028682, 137.5376434, 1.6198640723",
        "4, 3, 987.0987549, 0.3630887401, 260.2371503, 1.0743011562",
        "7, 8, 946.0841064, 0.1228627019, 139.3607571, 3.6261279544"
    })
    void clustersAndIndices(
            int k, int iterations, double inertia, double silhouette, double ch, double db) {
        Rows rows = data();
        float[][] starts = new float[k][D];
        for (int j = 0; j < k; j++) rows.read(j, 1, starts[j]);
        Clustering c = KMeans.of(k).iterations(100).tolerance(0).cluster(rows, starts);
        assertThat(c.iterations()).isEqualTo(iterations);
        assertThat(c.converged()).isTrue();
        assertThat(c.inertia() / inertia).isCloseTo(1, within(1e-6));
        Scatter scatter = Scatter.of(rows, c.labels(), k);
        assertThat(scatter.calinskiHarabasz() / ch).isCloseTo(1, within(1e-6));
        assertThat(scatter.daviesBouldin()).isCloseTo(db, within(1e-6));
        try (Crew crew = new Crew(2, Progress.NONE)) {
            double[] means = Silhouette.means(rows, List.of(c.labels()), Products.JAVA, crew);
            assertThat(means[0]).isCloseTo(silhouette, within(1e-6));
        }
    }

    @Test
    void principalComponents() {
        double[] variances = Pca.of(data(), 3, 1).variances();
        assertThat(variances[0]).isCloseTo(0.81995884, within(1e-6));
        assertThat(variances[1]).isCloseTo(0.8088569, within(1e-6));
        assertThat(variances[2]).isCloseTo(0.77496962, within(1e-6));
    }
}
