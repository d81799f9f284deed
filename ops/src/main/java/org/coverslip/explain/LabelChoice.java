package org.coverslip.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.coverslip.classify.Prediction;

/** Which labels of a prediction are explained, as the user wrote it. */
final class LabelChoice {

    private final String text;
    private final int top;
    private final List<Integer> named;

    private LabelChoice(String text, int top, List<Integer> named) {
        this.text = text;
        this.top = top;
        this.named = named;
    }

    /**
     * @param text a label's name, several joined by commas, {@code top} (the most probable one), a
     *     number (that many of the most probable), or {@code all}
     * @param labels of the model; one that is called as one of these words goes first
     * @throws RefusedException if it is none of these, or the number is below 1 or above that of
     *     the labels
     */
    static LabelChoice parse(String text, List<String> labels) {
        String word = text.strip();
        if (labels.contains(word)) return new LabelChoice(word, 0, List.of(labels.indexOf(word)));
        if (word.equals("top")) return new LabelChoice(word, 1, List.of());
        if (word.equals("all")) {
            return new LabelChoice(word, 0, IntStream.range(0, labels.size()).boxed().toList());
        }
        if (word.matches("[+-]?\\d+"))
            return new LabelChoice(word, number(word, labels), List.of());
        List<Integer> named = new ArrayList<>();
        for (String name : Arrays.stream(word.split(",", -1)).map(String::strip).toList()) {
            if (!labels.contains(name)) throw unknown(text, name, labels);
            if (!named.contains(labels.indexOf(name))) named.add(labels.indexOf(name));
        }
        return new LabelChoice(word, 0, named);
    }

    private static int number(String word, List<String> labels) {
        try {
            int k = Integer.parseInt(word);
            if (k >= 1 && k <= labels.size()) return k;
        } catch (NumberFormatException e) {
            // It is beyond every int, so beyond the number of labels too.
        }
        throw new RefusedException(
                "label=" + word,
                "the model has " + labels.size() + (labels.size() == 1 ? " label" : " labels"),
                "give 1 to " + labels.size() + ", top, all, or a label's name");
    }

    private static RefusedException unknown(String text, String name, List<String> labels) {
        List<String> near = new NearestNames(labels).to(name, 5);
        return new RefusedException(
                "label=" + text,
                "the model has no label \"" + name + "\"",
                "use "
                        + (near.size() < labels.size() ? "for example " : "")
                        + String.join(", ", near)
                        + ", or top, all, or a number");
    }

    /**
     * Indices into the labels: the most probable first, or in the order in which they were named.
     */
    List<Integer> of(Prediction prediction) {
        if (top == 0) return named;
        List<Double> p = prediction.probabilities();
        return IntStream.range(0, p.size())
                .boxed()
                .sorted((a, b) -> Double.compare(p.get(b), p.get(a)))
                .limit(top)
                .toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
