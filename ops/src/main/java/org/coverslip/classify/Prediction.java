package org.coverslip.classify;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A probability per label.
 *
 * @param labels in the model's order
 * @param probabilities in the same order, 0 to 1
 * @param exclusive whether exactly one label is true (softmax, or one sigmoid for two labels) or
 *     each stands for itself
 */
public record Prediction(List<String> labels, List<Double> probabilities, boolean exclusive) {

    /** From here on a label that stands for itself counts as present. */
    public static final double PRESENT = 0.5;

    public Prediction {
        labels = List.copyOf(labels);
        probabilities = List.copyOf(probabilities);
        if (labels.size() != probabilities.size()) {
            throw new IllegalArgumentException(
                    labels.size() + " labels for " + probabilities.size() + " values");
        }
    }

    /** A label with its probability. */
    public record Ranked(String label, double probability) {}

    /** The {@code k} most probable labels, the first first; ties in the model's order. */
    public List<Ranked> top(int k) {
        return IntStream.range(0, labels.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -probabilities.get(i)))
                .limit(k)
                .map(i -> new Ranked(labels.get(i), probabilities.get(i)))
                .toList();
    }

    /** Index of the most probable label. */
    public int best() {
        return labels.indexOf(top(1).get(0).label());
    }

    /**
     * What stands in column {@code prediction}: the most probable label; where labels stand for
     * themselves, all those at or above {@value #PRESENT}, joined by semicolons, or {@code none}.
     */
    public String text() {
        if (exclusive) return top(1).get(0).label();
        List<String> present =
                top(labels.size()).stream()
                        .filter(r -> r.probability() >= PRESENT)
                        .map(Ranked::label)
                        .toList();
        return present.isEmpty() ? "none" : String.join(";", present);
    }

    /** The mean over several predictions of the same labels, for an image of several parts. */
    public static Prediction mean(List<Prediction> several) {
        Prediction first = several.get(0);
        List<Double> means =
                IntStream.range(0, first.labels.size())
                        .mapToObj(
                                i ->
                                        several.stream()
                                                .mapToDouble(p -> p.probabilities.get(i))
                                                .average()
                                                .orElseThrow())
                        .toList();
        return new Prediction(first.labels, means, first.exclusive);
    }
}
