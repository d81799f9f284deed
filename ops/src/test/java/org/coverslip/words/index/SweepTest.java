package org.coverslip.words.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.coverslip.RefusedException;
import org.coverslip.report.Progress;
import org.coverslip.words.PlantedRows;
import org.coverslip.words.cluster.Products;
import org.junit.jupiter.api.Test;

/** How many words there are is found, in several ways. */
class SweepTest {

    @Test
    void plantedGroupsAreCounted() {
        PlantedRows planted = PlantedRows.of(1500, 20, 5, 14, 4);
        Sweep sweep = Sweep.of(planted.rows(), 2, 9, 1, Products.JAVA, Progress.NONE);
        assertThat(sweep.suggestion()).isEqualTo(5);
        assertThat(sweep.byGap()).isEqualTo(5);
        assertThat(sweep.points())
                .extracting(Sweep.Point::k)
                .containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
        Sweep.Point five = sweep.points().get(3);
        assertThat(sweep.points()).allMatch(p -> p.daviesBouldin() >= five.daviesBouldin());
        assertThat(sweep.points()).allMatch(p -> p.calinskiHarabasz() <= five.calinskiHarabasz());
        assertThat(sweep.points()).allMatch(p -> p.simplified() <= five.simplified());
    }

    @Test
    void rowsWithoutGroupsHaveNoGap() {
        PlantedRows planted = PlantedRows.of(800, 6, 1, 1, 4);
        Gap gap = Gap.of(planted.rows(), 1, 5, 1, Progress.NONE);
        assertThat(gap.choice()).isZero();
    }

    @Test
    void tooFewPatchesToChooseAreRefused() {
        PlantedRows planted = PlantedRows.of(2, 6, 1, 1, 4);
        assertThatThrownBy(() -> Sweep.of(planted.rows(), 2, 9, 1, Products.JAVA, Progress.NONE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("too few to choose a number of words");
    }
}
