package org.coverslip.evaluate.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

/** Scores that can be worked out on a row of ten pixels. */
class SegmentationQualityTest {

    private static final int[] TRUTH = {1, 1, 1, 1, 0, 2, 2, 0, 3, 3};
    private static final int[] FOUND = {5, 5, 5, 0, 0, 6, 6, 6, 0, 0};

    private final LabelOverlap overlap = new LabelOverlap().add(TRUTH, FOUND);

    @Test
    void objectsAreMatchedByIntersectionOverUnion() {
        InstanceQuality quality = new InstanceQuality(overlap);
        InstanceQuality.Match half = quality.at(0.5);
        assertThat(half.matched()).isEqualTo(2);
        assertThat(half.missed()).isEqualTo(1);
        assertThat(half.invented()).isZero();
        assertThat(half.f1()).isCloseTo(4 / 5.0, within(1e-12));
        assertThat(quality.at(0.7).matched()).isEqualTo(1);
        assertThat(quality.at(0.9).f1()).isZero();
    }

    @Test
    void panopticQualityIsTheMeanIouOfTheMatchesTimesF1() {
        double mean = (3 / 4.0 + 2 / 3.0) / 2;
        assertThat(new InstanceQuality(overlap).panopticQuality())
                .isCloseTo(mean * 0.8, within(1e-12));
    }

    @Test
    void aggregatedJaccardCountsMissedAndInventedPixels() {
        assertThat(new InstanceQuality(overlap).aggregatedJaccard())
                .isCloseTo(5.0 / (4 + 3 + 2), within(1e-12));
        int[] invented = FOUND.clone();
        invented[4] = 9;
        assertThat(new InstanceQuality(new LabelOverlap().add(TRUTH, invented)).aggregatedJaccard())
                .isCloseTo(5.0 / 10, within(1e-12));
    }

    @Test
    void classesAreComparedByDiceAndIou() {
        ClassQuality quality =
                new ClassQuality(
                        new LabelOverlap()
                                .add(new int[] {1, 1, 2, 0}, new int[] {1, 2, 2, 0})
                                .add(new int[] {1, 0}, new int[] {1, 1}));
        assertThat(quality.dice(1)).isCloseTo(2 * 2 / 6.0, within(1e-12));
        assertThat(quality.iou(1)).isCloseTo(2 / 4.0, within(1e-12));
        assertThat(quality.iou(2)).isCloseTo(1 / 2.0, within(1e-12));
        assertThat(quality.iou(3)).isNaN();
        assertThat(quality.meanIou(3)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void nothingToFindAndNothingFoundIsPerfect() {
        InstanceQuality empty = new InstanceQuality(new LabelOverlap().add(new int[4], new int[4]));
        assertThat(empty.at(0.5).f1()).isEqualTo(1);
        assertThat(empty.aggregatedJaccard()).isEqualTo(1);
        assertThat(empty.panopticQuality()).isEqualTo(1);
    }

    @Test
    void imagesOfDifferentSizesAreRefused() {
        assertThatThrownBy(() -> new LabelOverlap().add(new int[4], new int[5]))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("5 pixels");
    }
}
