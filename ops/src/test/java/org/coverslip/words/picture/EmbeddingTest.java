package org.coverslip.words.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.coverslip.words.PlantedRows;
import org.junit.jupiter.api.Test;

/** Points that are alike lie together on the plane. */
class EmbeddingTest {

    private static final PlantedRows PLANTED = PlantedRows.of(200, 20, 4, 25, 3);

    /** Part of the points whose nearest other point on the plane is of their own group. */
    private static double faithful(double[][] places) {
        int good = 0;
        for (int i = 0; i < places.length; i++) {
            int nearest = -1;
            double least = Double.MAX_VALUE;
            for (int j = 0; j < places.length; j++) {
                double d = Math.hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]);
                if (j != i && d < least) {
                    least = d;
                    nearest = j;
                }
            }
            if (PLANTED.truth()[i] == PLANTED.truth()[nearest]) good++;
        }
        return good / (double) places.length;
    }

    @Test
    void tsneKeepsNeighbours() {
        double[][] places = Embedding.tsne(PLANTED.rows(), 1);
        assertThat(faithful(places)).isGreaterThan(0.98);
        assertThat(Embedding.tsne(PLANTED.rows(), 1)).isDeepEqualTo(places);
    }

    @Test
    void principalComponentsKeepGroupsApart() {
        assertThat(faithful(Embedding.pca(PLANTED.rows(), 1))).isGreaterThan(0.9);
    }
}
