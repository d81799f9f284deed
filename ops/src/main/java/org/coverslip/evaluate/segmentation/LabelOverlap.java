package org.coverslip.evaluate.segmentation;

import java.util.HashMap;
import java.util.Map;
import org.coverslip.RefusedException;

/**
 * How many pixels every label of a truth shares with every label of a prediction. Parts of an image
 * may be added one after the other.
 */
public final class LabelOverlap {

    /** Pixels of a pair of labels. */
    record Pair(int truth, int predicted) {}

    private final Map<Integer, Long> truth = new HashMap<>();
    private final Map<Integer, Long> predicted = new HashMap<>();
    private final Map<Pair, Long> shared = new HashMap<>();

    /**
     * Counts a part of an image.
     *
     * @param truthLabels 0 for background
     * @param predictedLabels the same pixels; 0 for background
     * @throws RefusedException if they are not as many
     */
    public LabelOverlap add(int[] truthLabels, int[] predictedLabels) {
        if (truthLabels.length != predictedLabels.length) {
            throw new RefusedException(
                    "predictions",
                    "they have "
                            + predictedLabels.length
                            + " pixels and the truth has "
                            + truthLabels.length,
                    "compare images of one size");
        }
        for (int i = 0, end; i < truthLabels.length; i = end) {
            int t = truthLabels[i];
            int p = predictedLabels[i];
            end = i + 1;
            // NB: labels come in runs; a map look-up per run and not per pixel.
            while (end < truthLabels.length && truthLabels[end] == t && predictedLabels[end] == p) {
                end++;
            }
            long n = end - i;
            if (t != 0) truth.merge(t, n, Long::sum);
            if (p != 0) predicted.merge(p, n, Long::sum);
            if (t != 0 && p != 0) shared.merge(new Pair(t, p), n, Long::sum);
        }
        return this;
    }

    /** Adds what another one counted; equal labels are the same. */
    void merge(LabelOverlap other) {
        other.truth.forEach((t, n) -> truth.merge(t, n, Long::sum));
        other.predicted.forEach((p, n) -> predicted.merge(p, n, Long::sum));
        other.shared.forEach((pair, n) -> shared.merge(pair, n, Long::sum));
    }

    /** Adds what another one counted; its labels are others than those here, whatever they are. */
    void join(LabelOverlap other) {
        Map<Integer, Integer> t = renumbered(truth, other.truth);
        Map<Integer, Integer> p = renumbered(predicted, other.predicted);
        other.truth.forEach((label, n) -> truth.put(t.get(label), n));
        other.predicted.forEach((label, n) -> predicted.put(p.get(label), n));
        other.shared.forEach(
                (pair, n) -> shared.put(new Pair(t.get(pair.truth()), p.get(pair.predicted())), n));
    }

    private static Map<Integer, Integer> renumbered(
            Map<Integer, Long> here, Map<Integer, Long> there) {
        int next = here.keySet().stream().mapToInt(i -> i).max().orElse(0);
        Map<Integer, Integer> numbers = new HashMap<>();
        for (Integer label : there.keySet()) numbers.put(label, ++next);
        return numbers;
    }

    Map<Integer, Long> truth() {
        return truth;
    }

    Map<Integer, Long> predicted() {
        return predicted;
    }

    Map<Pair, Long> shared() {
        return shared;
    }

    /** Shared pixels of a pair over the pixels of both together. */
    double iou(Pair pair) {
        long both = shared.getOrDefault(pair, 0L);
        long all = truth.get(pair.truth()) + predicted.get(pair.predicted()) - both;
        return both / (double) all;
    }
}
