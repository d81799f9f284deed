package org.coverslip.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Rectangle;
import java.util.List;
import java.util.Optional;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.SlideRegion;
import org.junit.jupiter.api.Test;

/** Where the heat lies is said in pixels of the full image. */
class HeatMassTest {

    private static Coverage box(int x, int y, int w, int h) {
        return SlideRegion.union(List.of(SlideRegion.of("", new Rectangle(x, y, w, h))));
    }

    /** Two hot cells of a map of 4 x 2 over a rectangle of 400 x 200 at (1000, 500). */
    private final RawHeat heat = new RawHeat(4, 2, new float[] {0, 3, 1, 0, -9, 0, 0, 0});

    private HeatMass mass(RawHeat heat, Coverage tissue, Coverage rois) {
        return HeatMass.of(
                heat, 1000, 500, 400, 200, Optional.ofNullable(tissue), Optional.ofNullable(rois));
    }

    @Test
    void peakAndCentroidAreThoseOfWhatSpeaksForTheLabel() {
        HeatMass mass = mass(heat, null, null);
        assertThat(mass.peakX()).isEqualTo(1150);
        assertThat(mass.peakY()).isEqualTo(550);
        assertThat(mass.centroidX()).isCloseTo(1150 * 0.75 + 1250 * 0.25, within(1e-9));
        assertThat(mass.centroidY()).isEqualTo(550);
        assertThat(mass.inTissue()).isNaN();
        assertThat(mass.hit()).isNaN();
    }

    @Test
    void theShareInsideIsThatOfTheMass() {
        RawHeat even = new RawHeat(4, 2, new float[] {1, 1, 1, 1, 1, 1, 1, 1});
        HeatMass mass = mass(even, box(1000, 500, 100, 200), box(0, 0, 1300, 600));
        assertThat(mass.inTissue()).isCloseTo(0.25, within(1e-6));
        assertThat(mass.inRois()).isCloseTo(0.375, within(1e-6));
        assertThat(mass.roisShare()).isCloseTo(0.375, within(1e-9));
    }

    @Test
    void thePointingGameAsksForThePeakAlone() {
        assertThat(mass(heat, null, box(1140, 540, 20, 20)).hit()).isEqualTo(1);
        assertThat(mass(heat, null, box(1200, 500, 100, 100)).hit()).isEqualTo(0);
    }

    @Test
    void whereNothingSpeaksForTheLabelThereIsNoPeakAndNoHit() {
        RawHeat cold = new RawHeat(4, 2, new float[8]);
        HeatMass mass = mass(cold, Coverage.ALL, box(1000, 500, 400, 200));
        assertThat(mass.peakX()).isNaN();
        assertThat(mass.inTissue()).isNaN();
        assertThat(mass.hit()).isEqualTo(0);
    }

    @Test
    void rankCorrelationIsSciPysWithTies() {
        float[] a = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5f};
        float[] b = {2, 7, 1, 8, 2, 8, 1, 8, 2, 8};
        // scipy.stats.spearmanr([3,1,4,1,5,9,2,6,5,3.5], [2,7,1,8,2,8,1,8,2,8]).correlation
        assertThat(SpearmanCorrelation.of(a, b)).isCloseTo(0.16308001724472523, within(1e-12));
        assertThat(SpearmanCorrelation.of(a, new float[10])).isNaN();
    }
}
