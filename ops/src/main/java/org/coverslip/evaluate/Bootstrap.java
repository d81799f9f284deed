package org.coverslip.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coverslip.RefusedException;

/**
 * The percentile bootstrap: a figure is computed again on many samples drawn from the data with
 * replacement, and the limits are quantiles of what comes out (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, chapter 13). The same seed gives the same limits on every
 * machine.
 *
 * <pre>{@code
 * ConfidenceInterval auc = Bootstrap.DEFAULT.interval(
 *         scores.length, rows -> RocCurve.auc(scores, positive, rows));
 * }</pre>
 *
 * @param resamples how many samples are drawn, 1 or more
 * @param level how much of the resampled figures lies between the limits, above 0 and below 1
 * @param seed of the random numbers
 */
public record Bootstrap(int resamples, double level, long seed) {

    /** 2000 resamples, 95 %, seed 1. */
    public static final Bootstrap DEFAULT = new Bootstrap(2000, 0.95, 1);

    public Bootstrap {
        if (resamples < 1) throw new IllegalArgumentException(resamples + " resamples");
        if (!(level > 0 && level < 1)) throw new IllegalArgumentException("level " + level);
    }

    /** A figure of some of the rows. */
    @FunctionalInterface
    public interface Statistic {

        /**
         * @param rows indices into the data; some may occur several times, others not at all
         * @return the figure; NaN where these rows do not define it
         */
        double of(int[] rows);
    }

    /**
     * For rows that are independent of each other: one image per patient.
     *
     * @param rows how many there are
     * @throws RefusedException if no sample gives a figure
     */
    public ConfidenceInterval interval(int rows, Statistic statistic) {
        int[][] single = new int[rows][];
        for (int i = 0; i < rows; i++) single[i] = new int[] {i};
        return interval(single, statistic);
    }

    /**
     * For rows that belong together: whole groups are drawn (the cluster bootstrap, Field and Welsh
     * 2007), because several images of a patient are not several patients.
     *
     * @param groups the group of each row, for example a patient's number
     * @throws RefusedException if no sample gives a figure
     */
    public ConfidenceInterval interval(List<String> groups, Statistic statistic) {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            members.computeIfAbsent(groups.get(i), g -> new ArrayList<>()).add(i);
        }
        return interval(
                members.values().stream().map(Bootstrap::array).toArray(int[][]::new), statistic);
    }

    private ConfidenceInterval interval(int[][] units, Statistic statistic) {
        double estimate = statistic.of(joined(units));
        Random random = new Random(seed);
        double[] figures = new double[resamples];
        int defined = 0;
        int[][] drawn = new int[units.length][];
        for (int r = 0; r < resamples; r++) {
            for (int i = 0; i < drawn.length; i++) drawn[i] = units[random.nextInt(drawn.length)];
            double figure = statistic.of(joined(drawn));
            if (!Double.isNaN(figure)) figures[defined++] = figure;
        }
        if (defined == 0) {
            throw new RefusedException(
                    units.length + " cases", "no sample of them gives a figure", "add cases");
        }
        double[] sorted = Arrays.copyOf(figures, defined);
        Arrays.sort(sorted);
        double tail = (1 - level) / 2;
        return new ConfidenceInterval(
                estimate, quantile(sorted, tail), quantile(sorted, 1 - tail), level, defined);
    }

    private static int[] joined(int[][] units) {
        int n = 0;
        for (int[] unit : units) n += unit.length;
        int[] rows = new int[n];
        int at = 0;
        for (int[] unit : units) {
            System.arraycopy(unit, 0, rows, at, unit.length);
            at += unit.length;
        }
        return rows;
    }

    private static int[] array(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Linear between the order statistics, as NumPy's default (Hyndman and Fan 1996, type 7). */
    private static double quantile(double[] sorted, double part) {
        double at = part * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
