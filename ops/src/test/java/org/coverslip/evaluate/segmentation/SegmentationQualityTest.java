package org.coverslip.evaluate.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
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

    /** Blobs of random places and sizes, the later over the earlier. */
    private static int[] blobs(SplittableRandom random, int n, int side) {
        int[] labels = new int[side * side];
        for (int k = 1; k <= n; k++) {
            double x = random.nextDouble(side);
            double y = random.nextDouble(side);
            double r = random.nextDouble(1, 7);
            for (int i = 0; i < labels.length; i++) {
                if (Math.hypot(i % side - x, i / side - y) <= r) labels[i] = 3 * k;
            }
        }
        return labels;
    }

    private static long count(int[] a, IntPredicate of, int[] b, IntPredicate and) {
        long n = 0;
        for (int i = 0; i < a.length; i++) if (of.test(a[i]) && and.test(b[i])) n++;
        return n;
    }

    private static double iou(int[] truth, int t, int[] found, int p) {
        double both = count(truth, v -> v == t, found, v -> v == p);
        double any = 0;
        for (int i = 0; i < truth.length; i++) if (truth[i] == t || found[i] == p) any++;
        return both / any;
    }

    private static int[] ids(int[] labels) {
        return Arrays.stream(labels).filter(v -> v > 0).distinct().sorted().toArray();
    }

    /** Algorithm 1 of Kumar et al. 2017, word by word. */
    private static double literalAji(int[] truth, int[] found) {
        double c = 0;
        double u = 0;
        Set<Integer> used = new HashSet<>();
        for (int g : ids(truth)) {
            int best = 0;
            double most = 0;
            for (int s : ids(found)) {
                double iou = iou(truth, g, found, s);
                if (iou > most) {
                    most = iou;
                    best = s;
                }
            }
            if (best == 0) {
                u += count(truth, v -> v == g, found, v -> true);
                continue;
            }
            int s = best;
            double both = count(truth, v -> v == g, found, v -> v == s);
            c += both;
            u += both / most;
            used.add(s);
        }
        for (int s : ids(found)) {
            if (!used.contains(s)) u += count(found, v -> v == s, truth, v -> true);
        }
        return u == 0 ? 1 : c / u;
    }

    /** Equation 1 of Kirillov et al. 2019: sum of IoU of TP over |TP| + |FP| / 2 + |FN| / 2. */
    private static double literalPq(int[] truth, int[] found) {
        double sum = 0;
        int tp = 0;
        for (int g : ids(truth)) {
            for (int s : ids(found)) {
                double iou = iou(truth, g, found, s);
                if (iou <= 0.5) continue;
                sum += iou;
                tp++;
            }
        }
        double below = tp + (ids(found).length - tp) / 2.0 + (ids(truth).length - tp) / 2.0;
        return below == 0 ? 1 : sum / below;
    }

    private static double literalF1(int[] truth, int[] found, double least) {
        int tp = 0;
        for (int g : ids(truth)) {
            for (int s : ids(found)) if (iou(truth, g, found, s) >= least) tp++;
        }
        int all = ids(truth).length + ids(found).length;
        return all == 0 ? 1 : 2.0 * tp / all;
    }

    @Test
    void scoresAreThoseOfTheirPapersOnRandomImages() {
        SplittableRandom random = new SplittableRandom(11);
        int matched = 0;
        for (int run = 0; run < 150; run++) {
            int[] truth = blobs(random, random.nextInt(0, 9), 26);
            int[] found = truth.clone();
            if (run % 3 == 0) found = blobs(random, random.nextInt(0, 9), 26);
            int shift = random.nextInt(0, 3);
            System.arraycopy(truth, 0, found, shift, run % 3 == 0 ? 0 : truth.length - shift);
            for (int i = 0; i < found.length; i++) {
                if (found[i] > 0 && random.nextInt(12) == 0) found[i] = random.nextInt(0, 30);
            }
            InstanceQuality quality = new InstanceQuality(new LabelOverlap().add(truth, found));
            assertThat(quality.aggregatedJaccard())
                    .isCloseTo(literalAji(truth, found), within(1e-12));
            assertThat(quality.panopticQuality()).isCloseTo(literalPq(truth, found), within(1e-12));
            for (double iou : new double[] {0.5001, 0.6, 0.7, 0.8, 0.9}) {
                assertThat(quality.at(iou).f1())
                        .isCloseTo(literalF1(truth, found, iou), within(1e-12));
            }
            matched += quality.at(0.6).matched();
            ClassQuality classes = new ClassQuality(new LabelOverlap().add(truth, found));
            for (int c : ids(truth)) {
                double iou = iou(truth, c, found, c);
                assertThat(classes.iou(c)).isCloseTo(iou, within(1e-12));
                assertThat(classes.dice(c)).isCloseTo(2 * iou / (1 + iou), within(1e-12));
            }
        }
        assertThat(matched).isGreaterThan(200);
    }

    @Test
    void objectsOfSeveralImagesAreCountedTogetherAlthoughTheirNumbersAreTheSame() {
        LabelOverlap both = new LabelOverlap();
        both.join(overlap);
        both.join(new LabelOverlap().add(FOUND, TRUTH));
        InstanceQuality.Match half = new InstanceQuality(both).at(0.5);
        assertThat(half.matched()).isEqualTo(4);
        assertThat(half.missed()).isEqualTo(1);
        assertThat(half.invented()).isEqualTo(1);
        assertThat(half.f1()).isCloseTo(8 / 10.0, within(1e-12));
    }
}
