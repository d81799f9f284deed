package org.coverslip.words.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.coverslip.RefusedException;
import org.coverslip.words.PlantedRows;
import org.coverslip.words.cluster.Rows;
import org.junit.jupiter.api.Test;

/** Features are scaled as asked. */
class TransformTest {

    @Test
    void lengthBringsEveryPatchToOne() {
        Rows rows = Rows.of(new float[] {3, 4, 0, 0}, 2);
        assertThat(Transform.fit(rows, Scale.LENGTH, 0, 1).rows(rows).all())
                .containsExactly(0.6f, 0.8f, 0, 0);
    }

    @Test
    void standardBringsEveryFeatureToDeviationOneAndAConstantOneToZero() {
        Rows rows = Rows.of(new float[] {1, 7, 3, 7, 5, 7}, 2);
        float[] scaled = Transform.fit(rows, Scale.STANDARD, 0, 1).rows(rows).all();
        float d = (float) Math.sqrt(1.5);
        float[] expected = {-d, 0, 0, 0, d, 0};
        for (int i = 0; i < 6; i++) assertThat(scaled[i]).isCloseTo(expected[i], within(1e-6f));
    }

    @Test
    void componentsKeepTheWidestSpread() {
        PlantedRows planted = PlantedRows.of(2000, 40, 3, 20, 2);
        Pca pca = Pca.of(planted.rows(), 5, 1);
        assertThat(pca.variances()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        // Three groups span a plane: two wide directions, then noise of variance 1.
        assertThat(pca.variances()[1]).isGreaterThan(20);
        assertThat(pca.variances()[2]).isBetween(0.8, 1.6);
    }

    @Test
    void moreComponentsThanFeaturesAreRefused() {
        Rows rows = PlantedRows.of(50, 4, 2, 3, 1).rows();
        assertThatThrownBy(() -> Transform.fit(rows, Scale.NONE, 9, 1))
                .isInstanceOf(RefusedException.class)
                .hasMessage("components=9: there are 50 patches of 4 features; ask for 1 to 4.");
    }

    @Test
    void otherWordsForScaleAreRefused() {
        assertThatThrownBy(() -> Scale.parse("l2"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("use none, length or standard");
    }
}
