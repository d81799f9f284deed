package org.coverslip.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;

/**
 * How well a score tells positive from negative cases: the receiver operating characteristic.
 *
 * <pre>{@code
 * RocCurve roc = RocCurve.of(scores, positive);
 * roc.auc();                                    // 0.5: chance, 1: perfect
 * roc.auc(Bootstrap.DEFAULT, patients).low();   // lower limit of its 95 % interval
 * roc.best().threshold();                       // where sensitivity + specificity is largest
 * }</pre>
 */
public final class RocCurve {

    private final double[] scores;
    private final boolean[] positive;
    private final List<Point> points;

    private RocCurve(double[] scores, boolean[] positive) {
        this.scores = scores;
        this.positive = positive;
        this.points = trace(scores, positive);
    }

    /**
     * A place on the curve: cases whose score is at least the threshold are called positive.
     *
     * @param threshold a score that occurs; positive infinity at the start, where nothing is
     *     positive
     * @param sensitivity part of the positive cases that are called positive
     * @param specificity part of the negative cases that are called negative
     */
    public record Point(double threshold, double sensitivity, double specificity) {

        public double falsePositiveRate() {
            return 1 - specificity;
        }

        /** Sensitivity + specificity - 1 (Youden 1950): 0 is chance, 1 perfect. */
        public double youden() {
            return sensitivity + specificity - 1;
        }
    }

    /**
     * @param scores one per case, higher is more positive
     * @param positive the truth, one per case
     * @throws RefusedException if a score is no number, or all cases are of one class
     */
    public static RocCurve of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(
                    scores.length + " scores for " + positive.length + " truths");
        }
        for (double score : scores) {
            if (!Double.isNaN(score)) continue;
            throw new RefusedException("NaN", "this is no score", "leave out cases without one");
        }
        int positives = count(positive);
        if (positives == 0 || positives == positive.length) {
            throw new RefusedException(
                    positive.length + " cases",
                    positives == 0 ? "none of them is positive" : "all of them are positive",
                    "a ROC curve needs both classes");
        }
        return new RocCurve(scores.clone(), positive.clone());
    }

    /**
     * The area under the curve of some of the cases, by the Mann-Whitney statistic with midranks
     * for ties (Hanley and McNeil 1982): the part of all pairs of a positive and a negative case in
     * which the positive has the higher score; ties count half.
     *
     * @param rows indices into both arrays, repeats allowed
     * @return 0 to 1; NaN where the cases are all of one class
     */
    public static double auc(double[] scores, boolean[] positive, int[] rows) {
        int n = rows.length;
        double[] negatives = new double[n];
        double[] positives = new double[n];
        int p = 0;
        int q = 0;
        for (int row : rows) {
            if (positive[row]) positives[p++] = scores[row];
            else negatives[q++] = scores[row];
        }
        if (p == 0 || q == 0) return Double.NaN;
        java.util.Arrays.sort(positives, 0, p);
        java.util.Arrays.sort(negatives, 0, q);
        // NB: doubled, so that the count stays a whole number and no rounding can add up.
        long doubled = 0;
        int below = 0;
        int upTo = 0;
        for (int i = 0; i < p; i++) {
            while (below < q && negatives[below] < positives[i]) below++;
            upTo = Math.max(upTo, below);
            while (upTo < q && negatives[upTo] <= positives[i]) upTo++;
            doubled += below + (long) upTo;
        }
        return doubled / (2.0 * p * q);
    }

    /** The area under the curve, 0 to 1. */
    public double auc() {
        return auc(scores, positive, IntStream.range(0, scores.length).toArray());
    }

    /** The area with its interval, every case drawn for itself. */
    public ConfidenceInterval auc(Bootstrap bootstrap) {
        return bootstrap.interval(scores.length, rows -> auc(scores, positive, rows));
    }

    /**
     * The area with its interval, groups of cases drawn together.
     *
     * @param groups one per case, for example the patient
     */
    public ConfidenceInterval auc(Bootstrap bootstrap, List<String> groups) {
        if (groups.size() != scores.length) {
            throw new IllegalArgumentException(
                    groups.size() + " groups for " + scores.length + " cases");
        }
        return bootstrap.interval(groups, rows -> auc(scores, positive, rows));
    }

    /** Every threshold that makes a difference, the highest first: from (0, 0) to (1, 1). */
    public List<Point> points() {
        return points;
    }

    /**
     * Where sensitivity + specificity is largest; of several the one with the highest threshold.
     */
    public Point best() {
        return points.stream().reduce((a, b) -> b.youden() > a.youden() ? b : a).orElseThrow();
    }

    public int positives() {
        return count(positive);
    }

    public int negatives() {
        return positive.length - positives();
    }

    private static List<Point> trace(double[] scores, boolean[] positive) {
        List<Integer> order =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -scores[i]))
                        .toList();
        double positives = count(positive);
        double negatives = positive.length - positives;
        List<Point> points = new ArrayList<>();
        points.add(new Point(Double.POSITIVE_INFINITY, 0, 1));
        int hits = 0;
        int alarms = 0;
        for (int k = 0; k < order.size(); k++) {
            int i = order.get(k);
            if (positive[i]) hits++;
            else alarms++;
            boolean tied = k + 1 < order.size() && scores[order.get(k + 1)] == scores[i];
            if (!tied) points.add(new Point(scores[i], hits / positives, 1 - alarms / negatives));
        }
        return List.copyOf(points);
    }

    private static int count(boolean[] flags) {
        int n = 0;
        for (boolean flag : flags) if (flag) n++;
        return n;
    }
}
