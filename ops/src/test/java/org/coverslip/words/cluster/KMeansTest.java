package org.coverslip.words.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;
import org.coverslip.words.PlantedRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clusters a user can rely on. */
class KMeansTest {

    /** The method as in the textbook: every distance, in doubles. */
    private static int[] textbook(Rows rows, float[][] starts, int iterations) {
        double[][] centres = new double[starts.length][rows.width()];
        for (int j = 0; j < starts.length; j++)
            for (int t = 0; t < rows.width(); t++) centres[j][t] = starts[j][t];
        int[] labels = new int[rows.count()];
        float[] row = new float[rows.width()];
        for (int iteration = 0; iteration <= iterations; iteration++) {
            double[][] sums = new double[centres.length][rows.width()];
            int[] counts = new int[centres.length];
            for (int i = 0; i < labels.length; i++) {
                rows.read(i, 1, row);
                double least = Double.MAX_VALUE;
                for (int j = 0; j < centres.length; j++) {
                    double d = 0;
                    for (int t = 0; t < row.length; t++)
                        d += (row[t] - centres[j][t]) * (row[t] - centres[j][t]);
                    if (d < least) {
                        least = d;
                        labels[i] = j;
                    }
                }
                counts[labels[i]]++;
                for (int t = 0; t < row.length; t++) sums[labels[i]][t] += row[t];
            }
            for (int j = 0; j < centres.length; j++)
                for (int t = 0; t < row.length && counts[j] > 0; t++)
                    centres[j][t] = sums[j][t] / counts[j];
        }
        return labels;
    }

    @ParameterizedTest
    @CsvSource({"3000, 40, 6, 4", "2500, 7, 3, 1", "1100, 65, 10, 2", "5000, 3, 13, 0.5"})
    void leavingDistancesOutChangesNothing(int n, int width, int k, double apart) {
        PlantedRows planted = PlantedRows.of(n, width, k, apart, 5);
        Clustering c =
                KMeans.of(k).iterations(12).tolerance(0).cluster(planted.rows(), planted.starts(k));
        assertThat(c.labels()).isEqualTo(textbook(planted.rows(), planted.starts(k), 12));
    }

    @Test
    void plantedGroupsAreFound() {
        PlantedRows planted = PlantedRows.of(4000, 30, 8, 12, 1);
        Clustering c = KMeans.of(8).seed(3).cluster(planted.rows());
        assertThat(PlantedRows.adjustedRand(planted.truth(), c.labels())).isGreaterThan(0.99);
        assertThat(IntStream.of(c.counts()).sum()).isEqualTo(4000);
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        PlantedRows planted = PlantedRows.of(6000, 24, 9, 2, 2);
        Clustering one = KMeans.of(9).seed(4).threads(1).cluster(planted.rows());
        Clustering five = KMeans.of(9).seed(4).threads(5).cluster(planted.rows());
        assertThat(Arrays.deepEquals(one.centroids(), five.centroids())).isTrue();
        assertThat(five.labels()).isEqualTo(one.labels());
        assertThat(five.inertia()).isEqualTo(one.inertia());
    }

    @Test
    void anotherSeedBeginsElsewhereAndMoreStartsAreNeverWorse() {
        PlantedRows planted = PlantedRows.of(2000, 10, 12, 3, 6);
        double one = KMeans.of(12).seed(1).starts(1).cluster(planted.rows()).inertia();
        double many = KMeans.of(12).seed(1).starts(6).cluster(planted.rows()).inertia();
        double other = KMeans.of(12).seed(2).starts(1).cluster(planted.rows()).inertia();
        assertThat(many).isLessThanOrEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void aCentreThatLosesAllRowsMovesToTheRowFarthestFromItsOwn() {
        PlantedRows planted = PlantedRows.of(900, 12, 3, 20, 7);
        float[][] starts = planted.starts(4);
        Arrays.fill(starts[3], 1e4f);
        Clustering c = KMeans.of(4).cluster(planted.rows(), starts);
        assertThat(IntStream.of(c.counts())).allMatch(count -> count > 0);
    }

    @Test
    void inertiaIsTheSumOfSquaredDistancesToTheCentroids() {
        PlantedRows planted = PlantedRows.of(1500, 16, 5, 3, 8);
        Clustering c = KMeans.of(5).iterations(3).cluster(planted.rows());
        double sum = 0;
        float[] row = new float[16];
        for (int i = 0; i < 1500; i++) {
            planted.rows().read(i, 1, row);
            for (int t = 0; t < 16; t++)
                sum += Math.pow((double) row[t] - c.centroids()[c.labels()[i]][t], 2);
        }
        assertThat(c.inertia() / sum).isCloseTo(1, within(1e-5));
    }

    @Test
    void miniBatchesComeNearTheExactResult() {
        PlantedRows planted = PlantedRows.of(20_000, 16, 6, 8, 9);
        double exact = KMeans.of(6).cluster(planted.rows()).inertia();
        Clustering c = MiniBatch.cluster(planted.rows(), 6, 1, Products.JAVA, Progress.NONE);
        assertThat(c.inertia() / exact).isBetween(0.999, 1.05);
        assertThat(MiniBatch.cluster(planted.rows(), 6, 1, Products.JAVA, Progress.NONE).labels())
                .isEqualTo(c.labels());
    }

    @Test
    void fewerPatchesThanWordsAreRefused() {
        Rows rows = PlantedRows.of(5, 4, 2, 3, 1).rows();
        assertThatThrownBy(() -> KMeans.of(9).cluster(rows))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "words=9: there are only 5 patches; ask for fewer words or give more images.");
    }

    @Test
    void constantFeaturesAreRefused() {
        Rows rows = Rows.of(new float[400], 4);
        assertThatThrownBy(() -> KMeans.of(3).cluster(rows))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("features: all patches have the same;");
    }

    @Test
    void featuresThatAreNoNumbersAreRefusedByTheirPlace() {
        float[] values = PlantedRows.of(3000, 4, 2, 3, 1).rows().all();
        values[2500 * 4 + 1] = Float.NaN;
        assertThatThrownBy(() -> KMeans.of(3).cluster(Rows.of(values, 4)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("patch 2501: its features are not finite numbers;");
    }

    @Test
    void stoppingEndsItWithoutAResult() {
        PlantedRows planted = PlantedRows.of(3000, 16, 4, 1, 3);
        Progress stopped =
                new Progress() {
                    @Override
                    public void update(long done, long total, String unit) {}

                    @Override
                    public boolean isCanceled() {
                        return true;
                    }
                };
        assertThatThrownBy(() -> KMeans.of(4).progress(stopped).cluster(planted.rows()))
                .isInstanceOf(CancellationException.class);
    }
}
