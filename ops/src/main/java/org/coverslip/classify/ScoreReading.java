package org.coverslip.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Scores;

/**
 * What a network's numbers mean: turns one row of a classifying output into a probability per
 * label.
 */
public final class ScoreReading {

    /** Rounding in float32 and float16 networks stays well below this. */
    private static final double TOLERANCE = 1e-3;

    private final String model;
    private final List<String> labels;
    private final Scores scores;

    /**
     * @param model name for messages
     * @param labels one per output; for a single sigmoid two (the output is the probability of the
     *     second) or one
     * @param scores what leaves the network
     */
    public ScoreReading(String model, List<String> labels, Scores scores) {
        this.model = model;
        this.labels = List.copyOf(labels);
        this.scores = scores;
    }

    /**
     * Reads one sample.
     *
     * @param values the outputs for it, in the order of the labels
     * @throws RefusedException if their number does not fit the labels, they are not numbers, or
     *     they are no probabilities although the model says so
     */
    public Prediction read(float[] values) {
        checkFinite(values);
        boolean single = values.length == 1 && scores == Scores.SIGMOID;
        if (values.length != labels.size() && !(single && labels.size() == 2)) {
            throw new RefusedException(
                    model,
                    "the network gives "
                            + values.length
                            + " values per image but there are "
                            + labels.size()
                            + " labels ("
                            + String.join(", ", labels)
                            + ")",
                    "import it again with labels= one per value");
        }
        if (scores == Scores.LOGITS) return new Prediction(labels, softmax(values), true);
        checkProbabilities(values);
        if (single && labels.size() == 2) {
            double p = clamp(values[0]);
            return new Prediction(labels, List.of(1 - p, p), true);
        }
        List<Double> probabilities = new ArrayList<>(values.length);
        for (float v : values) probabilities.add(clamp(v));
        return new Prediction(labels, probabilities, scores == Scores.SOFTMAX);
    }

    /**
     * Whether exactly one of the labels is true, or each stands for itself. NB: two labels of a
     * sigmoid exclude each other only where they are two readings of one output.
     */
    static boolean isExclusive(ModelBundle model) {
        if (model.scores().orElseThrow() != Scores.SIGMOID) return true;
        OptionalInt outputs = model.outputs().get(0).channels();
        return model.labels().size() == 2 && outputs.orElse(1) == 1;
    }

    private void checkFinite(float[] values) {
        for (float v : values) {
            if (Float.isFinite(v)) continue;
            throw new RefusedException(
                    model,
                    "the network's output is " + v + " for this image",
                    "check the image and normalize=");
        }
    }

    private void checkProbabilities(float[] values) {
        double sum = 0;
        for (float v : values) {
            if (v < -TOLERANCE || v > 1 + TOLERANCE) throw notProbabilities("an output of " + v);
            sum += v;
        }
        if (scores == Scores.SOFTMAX
                && Math.abs(sum - 1) > TOLERANCE * Math.max(1, Math.sqrt(values.length))) {
            throw notProbabilities("outputs that sum to " + sum);
        }
    }

    private RefusedException notProbabilities(String seen) {
        return new RefusedException(
                model,
                "it is described as giving " + scores + " probabilities but gave " + seen,
                "import it again with the scores= it really has (softmax, sigmoid or logits)");
    }

    /** Softmax, shifted by the maximum so that exp cannot overflow. */
    private static List<Double> softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float v : logits) max = Math.max(max, v);
        double sum = 0;
        for (float v : logits) sum += Math.exp(v - max);
        List<Double> p = new ArrayList<>(logits.length);
        for (float v : logits) p.add(Math.exp(v - max) / sum);
        return p;
    }

    private static double clamp(double p) {
        return Math.max(0, Math.min(1, p));
    }
}
