package org.coverslip.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

/**
 * The expected numbers are scikit-learn 1.2.1's and NumPy's, made by:
 *
 * <pre>
 * r = np.random.RandomState(7); y = r.rand(60) < .4; s = np.round(r.rand(60) + .35*y, 1)
 * roc_auc_score(y, s); roc_curve(y, s, drop_intermediate=False)
 * # intervals: np.quantile(200000 figures, [.025, .975]) of rows drawn with replacement,
 * # rows that are all of one class left out; grouped: fifteen groups of four rows each
 * </pre>
 */
class RocCurveTest {

    private static final int[] TENTHS = {
        13, 7, 1, 3, 6, 2, 10, 13, 12, 5, 8, 1, 7, 8, 11, 5, 5, 3, 3, 7, 2, 4, 8, 8, 8, 9, 5, 8, 9,
        7, 12, 9, 4, 9, 6, 5, 8, 11, 1, 10, 1, 7, 8, 8, 6, 7, 8, 8, 4, 4, 5, 1, 5, 6, 8, 13, 5, 2,
        7, 1
    };
    private final double[] scores = IntStream.of(TENTHS).mapToDouble(t -> t / 10.0).toArray();
    private final boolean[] truth = truth();

    private static boolean[] truth() {
        int[] positives = {
            0, 7, 8, 12, 13, 14, 16, 19, 22, 25, 30, 32, 34, 37, 39, 41, 43, 48, 55, 56
        };
        boolean[] truth = new boolean[60];
        for (int i : positives) truth[i] = true;
        return truth;
    }

    @Test
    void theAreaIsScikitLearnsWithTiesCountingHalf() {
        assertThat(RocCurve.of(scores, truth).auc()).isCloseTo(0.76, within(1e-12));
    }

    @Test
    void theCurveHasAPointPerThresholdAsScikitLearns() {
        List<RocCurve.Point> points = RocCurve.of(scores, truth).points();
        double[] sensitivity = {0, .15, .25, .35, .4, .45, .6, .75, .8, .9, 1, 1, 1, 1};
        double[] alarms = {0, 0, 0, 0, .025, .1, .325, .425, .5, .65, .7, .775, .85, 1};
        assertThat(points).hasSize(14);
        assertThat(points.get(0).threshold()).isInfinite();
        for (int i = 0; i < 14; i++) {
            if (i > 0) assertThat(points.get(i).threshold()).isEqualTo((14 - i) / 10.0);
            assertThat(points.get(i).sensitivity()).isCloseTo(sensitivity[i], within(1e-12));
            assertThat(points.get(i).falsePositiveRate()).isCloseTo(alarms[i], within(1e-12));
        }
    }

    @Test
    void theAreaEqualsTheTrapezoidsUnderTheCurve() {
        RocCurve roc = RocCurve.of(scores, truth);
        double area = 0;
        for (int i = 1; i < roc.points().size(); i++) {
            RocCurve.Point a = roc.points().get(i - 1);
            RocCurve.Point b = roc.points().get(i);
            double width = b.falsePositiveRate() - a.falsePositiveRate();
            area += width * (a.sensitivity() + b.sensitivity()) / 2;
        }
        assertThat(roc.auc()).isCloseTo(area, within(1e-12));
    }

    @Test
    void theBestThresholdIsYoudens() {
        RocCurve.Point best = RocCurve.of(scores, truth).best();
        assertThat(best.threshold()).isEqualTo(1.0);
        assertThat(best.sensitivity()).isCloseTo(0.4, within(1e-12));
        assertThat(best.specificity()).isCloseTo(0.975, within(1e-12));
    }

    @Test
    void theIntervalIsNumPysWithinTheNoiseOfTwoThousandResamples() {
        ConfidenceInterval interval = RocCurve.of(scores, truth).auc(Bootstrap.DEFAULT);
        assertThat(interval.estimate()).isCloseTo(0.76, within(1e-12));
        assertThat(interval.low()).isCloseTo(0.6215, within(0.01));
        assertThat(interval.high()).isCloseTo(0.8785, within(0.01));
        assertThat(interval.resamples()).isEqualTo(2000);
    }

    @Test
    void patientsAreDrawnWhole() {
        List<String> patients =
                IntStream.range(0, 60).mapToObj(i -> "p" + i / 4).collect(Collectors.toList());
        ConfidenceInterval interval = RocCurve.of(scores, truth).auc(Bootstrap.DEFAULT, patients);
        assertThat(interval.low()).isCloseTo(0.6349, within(0.01));
        assertThat(interval.high()).isCloseTo(0.8775, within(0.01));
    }

    @Test
    void imagesOfOnePatientDoNotMakeTheIntervalNarrower() {
        double[] nine = new double[540];
        boolean[] truths = new boolean[540];
        for (int i = 0; i < 540; i++) {
            nine[i] = scores[i % 60];
            truths[i] = truth[i % 60];
        }
        List<String> patients =
                IntStream.range(0, 540).mapToObj(i -> "p" + i % 60).collect(Collectors.toList());
        ConfidenceInterval one = RocCurve.of(scores, truth).auc(Bootstrap.DEFAULT);
        ConfidenceInterval grouped = RocCurve.of(nine, truths).auc(Bootstrap.DEFAULT, patients);
        ConfidenceInterval single = RocCurve.of(nine, truths).auc(Bootstrap.DEFAULT);
        assertThat(grouped.low()).isCloseTo(one.low(), within(1e-9));
        assertThat(single.high() - single.low()).isLessThan((one.high() - one.low()) / 2);
    }

    @Test
    void theSameSeedGivesTheSameLimits() {
        RocCurve roc = RocCurve.of(scores, truth);
        assertThat(roc.auc(Bootstrap.DEFAULT)).isEqualTo(roc.auc(Bootstrap.DEFAULT));
        assertThat(roc.auc(new Bootstrap(2000, 0.95, 2))).isNotEqualTo(roc.auc(Bootstrap.DEFAULT));
    }

    @Test
    void samplesOfOneClassAreLeftOutAndCounted() {
        RocCurve roc = RocCurve.of(new double[] {1, 2, 3}, new boolean[] {false, false, true});
        ConfidenceInterval interval = roc.auc(Bootstrap.DEFAULT);
        // Both classes are in 18 of the 27 samples.
        assertThat(interval.resamples()).isBetween(1240, 1430);
        assertThat(interval.low()).isEqualTo(1);
    }

    @Test
    void oneClassAloneOrAMissingScoreIsRefused() {
        assertThatThrownBy(() -> RocCurve.of(new double[] {1, 2}, new boolean[2]))
                .isInstanceOf(RefusedException.class)
                .hasMessage("2 cases: none of them is positive; a ROC curve needs both classes.");
        assertThatThrownBy(
                        () ->
                                RocCurve.of(
                                        new double[] {Double.NaN, 2}, new boolean[] {true, false}))
                .hasMessageContaining("NaN");
    }
}
