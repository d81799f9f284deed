package org.coverslip.words.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;

/** How unlike slides are, from the frequencies of their words; 0 to 1 in both measures. */
public final class SlideDistances {

    private SlideDistances() {}

    /** Half the sum of (p - q)^2 / (p + q). */
    public static double chiSquared(double[] p, double[] q) {
        double sum = 0;
        for (int w = 0; w < p.length; w++)
            if (p[w] + q[w] > 0) sum += (p[w] - q[w]) * (p[w] - q[w]) / (p[w] + q[w]);
        return sum / 2;
    }

    /** The length of sqrt(p) - sqrt(q), divided by sqrt(2) (Hellinger 1909). */
    public static double hellinger(double[] p, double[] q) {
        double sum = 0;
        for (int w = 0; w < p.length; w++) {
            double d = Math.sqrt(p[w]) - Math.sqrt(q[w]);
            sum += d * d;
        }
        return Math.sqrt(sum / 2);
    }

    /** A measure between two histograms. */
    @FunctionalInterface
    public interface Measure {
        double between(double[] p, double[] q);
    }

    /** All pairs. */
    public static double[][] matrix(double[][] frequencies, Measure measure) {
        int n = frequencies.length;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                matrix[i][j] = matrix[j][i] = measure.between(frequencies[i], frequencies[j]);
        return matrix;
    }

    public static void write(Path file, List<String> names, double[][] matrix) {
        List<String> columns = new ArrayList<>(List.of("image"));
        columns.addAll(names);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < matrix.length; i++) {
            List<String> row = new ArrayList<>(List.of(names.get(i)));
            for (double d : matrix[i]) row.add(Numbers.text(d));
            rows.add(row);
        }
        new Table(columns, rows).write(file);
    }
}
