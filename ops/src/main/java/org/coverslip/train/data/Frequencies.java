package org.coverslip.train.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How often each class occurs, and the weights for a loss that make up for it.
 *
 * @param counts examples of each class
 * @param total examples in all
 */
public record Frequencies(int[] counts, int total) {

    public Frequencies {
        counts = counts.clone();
        if (total < 1) throw new IllegalArgumentException("no examples");
    }

    @Override
    public int[] counts() {
        return counts.clone();
    }

    public static Frequencies of(List<Example> examples, int classes) {
        int[] counts = new int[classes];
        for (Example e : examples) for (int c : e.labels()) counts[c]++;
        return new Frequencies(counts, examples.size());
    }

    /**
     * @param multiHot [example][class], 1 where it is of the class
     */
    public static Frequencies of(int[][] multiHot) {
        int[] counts = new int[multiHot[0].length];
        for (int[] row : multiHot) for (int c = 0; c < row.length; c++) counts[c] += row[c];
        return new Frequencies(counts, multiHot.length);
    }

    /** Part of the examples that are of each class. */
    public List<Double> positive() {
        List<Double> out = new ArrayList<>();
        for (int n : counts) out.add(n / (double) total);
        return out;
    }

    /** Part of the examples that are not. */
    public List<Double> negative() {
        List<Double> out = new ArrayList<>();
        for (int n : counts) out.add((total - n) / (double) total);
        return out;
    }

    /**
     * Weights for a softmax, examples / (classes * examples of the class): every class has the same
     * say, and the mean weight over the examples is 1 where each is of one class.
     */
    public List<Double> balanced() {
        List<Double> out = new ArrayList<>();
        for (int n : counts) out.add(total / ((double) counts.length * Math.max(1, n)));
        return out;
    }
}
