package org.coverslip.segment.dense;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Scores;

/**
 * What the numbers for a pixel mean. A label image holds 0 where there is nothing or was nothing
 * computed, and k for the k-th of {@link #names()}: the model's labels without the one that is
 * called background.
 */
public final class PixelClasses {

    private static final Set<String> BACKGROUND = Set.of("background", "bg", "_background_");

    /** Rounding in float32 and float16 networks stays well below this. */
    private static final float TOLERANCE = 1e-3f;

    private final String model;
    private final Scores scores;
    private final boolean integers;
    private final int given;
    private final int planes;
    private final double threshold;
    private final List<String> names = new ArrayList<>();
    private final int[] value;
    private final int[] choices;
    private final double least;
    private final List<Source> sources;

    /**
     * @param planes numbers per pixel
     * @param integers whether the one plane holds the number of a class
     * @param threshold probability from which on a pixel has a class; 0: the most probable class,
     *     or 0.5 for sigmoids
     * @throws RefusedException if the labels do not fit the planes
     */
    public PixelClasses(ModelBundle bundle, int planes, boolean integers, double threshold) {
        this.model = bundle.name();
        this.integers = integers;
        this.given = planes;
        this.planes = integers ? bundle.labels().size() : planes;
        this.threshold = threshold;
        List<String> labels = bundle.labels();
        this.scores = integers ? Scores.SOFTMAX : scores(bundle, planes);
        check(bundle, labels);
        value = new int[labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            if (isBackground(labels.get(i))) continue;
            names.add(labels.get(i));
            value[i] = names.size();
        }
        sources = IntStream.rangeClosed(1, names.size()).mapToObj(this::find).toList();
        boolean exclusive = scores != Scores.SIGMOID;
        least = threshold > 0 ? threshold : exclusive ? 0 : 0.5;
        // NB: with a threshold of the user, background is what no class reaches.
        boolean background = threshold == 0 && exclusive;
        choices =
                IntStream.range(0, value.length).filter(p -> background || value[p] > 0).toArray();
    }

    /** Whether a label is one of the names that mean nothing is there. */
    public static boolean isBackground(String label) {
        return BACKGROUND.contains(label.strip().toLowerCase(Locale.ROOT));
    }

    private static Scores scores(ModelBundle bundle, int planes) {
        if (bundle.scores().isPresent()) return bundle.scores().get();
        if (planes == 1
                && bundle.outputs().get(0).postprocessing().toString().contains("Sigmoid")) {
            return Scores.SIGMOID;
        }
        throw new RefusedException(
                bundle.source(),
                "the model does not say what the numbers of a pixel are",
                "import it with scores=softmax, sigmoid or logits");
    }

    private void check(ModelBundle bundle, List<String> labels) {
        if (labels.isEmpty()) {
            throw new RefusedException(
                    bundle.source(),
                    "the model does not name its classes",
                    "import it with labels=, one for each of its " + planes + " channels");
        }
        boolean single = planes == 1 && !integers && labels.size() <= 2;
        if (single || integers || planes == labels.size()) return;
        throw new RefusedException(
                bundle.source(),
                "its output has "
                        + planes
                        + (planes == 1 ? " channel" : " channels")
                        + " but there are "
                        + labels.size()
                        + " labels ("
                        + String.join(", ", labels)
                        + ")",
                "import it with labels= one per channel");
    }

    /** The classes, in the order of their values in a label image, which begin with 1. */
    public List<String> names() {
        return names;
    }

    /**
     * The value in a label image of a channel's class.
     *
     * @throws RefusedException if there is no such channel
     */
    public int valueOf(int channel) {
        if (channel >= 0 && channel < value.length) return value[channel];
        throw new RefusedException(
                model,
                "its decoder speaks of channel " + channel + " and it has " + value.length,
                "correct the decoder in the bundle");
    }

    /** Numbers per pixel once they are probabilities. */
    public int planes() {
        return planes;
    }

    /**
     * Turns what left the network into probabilities. Numbers of classes become one plane per class
     * of zeros and ones, because their mean over tiles would be another class.
     *
     * @param values [plane][pixel] as one array; may be changed
     * @return the same for {@link #planes()}
     * @throws RefusedException if they are not numbers, or no probabilities although the model says
     *     so
     */
    public float[] probabilities(float[] values) {
        if (integers) return oneOfAll(finite(values));
        if (scores == Scores.LOGITS) fromLogits(finite(values));
        else checkProbabilities(values);
        return values;
    }

    private float[] finite(float[] values) {
        for (float v : values) {
            if (Float.isFinite(v)) continue;
            throw new RefusedException(
                    model,
                    "the network's output holds " + v,
                    "check the image and how the model is normalised");
        }
        return values;
    }

    private float[] oneOfAll(float[] values) {
        float[] out = new float[planes * values.length];
        for (int i = 0; i < values.length; i++) {
            int k = Math.round(values[i]);
            if (k < 0 || k >= planes) {
                throw new RefusedException(
                        model,
                        "the network gives class " + k + " but there are " + planes + " labels",
                        "import it with labels= one per class");
            }
            out[k * values.length + i] = 1;
        }
        return out;
    }

    private void checkProbabilities(float[] values) {
        for (float v : values) {
            if (v >= -TOLERANCE && v <= 1 + TOLERANCE) continue;
            finite(values);
            throw new RefusedException(
                    model,
                    "it is described as giving " + scores + " probabilities but gave " + v,
                    "import it again with the scores= it really has (softmax, sigmoid or logits)");
        }
    }

    private void fromLogits(float[] values) {
        int n = values.length / planes;
        if (planes == 1) {
            for (int i = 0; i < n; i++) values[i] = (float) (1 / (1 + Math.exp(-values[i])));
            return;
        }
        for (int i = 0; i < n; i++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int p = 0; p < planes; p++) max = Math.max(max, values[p * n + i]);
            double sum = 0;
            for (int p = 0; p < planes; p++) {
                double e = Math.exp(values[p * n + i] - max);
                values[p * n + i] = (float) e;
                sum += e;
            }
            for (int p = 0; p < planes; p++) values[p * n + i] /= (float) sum;
        }
    }

    /**
     * The labels of a row of pixels: 0 or the position of a class among {@link #names()}, from 1.
     *
     * @param values [plane][pixel], NaN where nothing was computed
     * @param from first pixel
     * @param out takes {@code n} labels
     * @param to place of the first of them
     */
    public void labels(float[][] values, int from, int n, int[] out, int to) {
        for (int i = 0; i < n; i++) out[to + i] = label(values, from + i);
    }

    /** The label of one pixel. */
    int label(float[][] values, int pixel) {
        float first = values[0][pixel];
        if (Float.isNaN(first)) return 0;
        return given == 1 && !integers ? single(first) : best(values, pixel);
    }

    private int best(float[][] values, int pixel) {
        int best = -1;
        float most = 0;
        for (int p : choices) {
            float v = values[p][pixel];
            if (v >= least && (best < 0 || v > most)) {
                best = p;
                most = v;
            }
        }
        return best < 0 ? 0 : value[best];
    }

    private int single(float p) {
        boolean yes = p >= (threshold > 0 ? threshold : 0.5);
        return value.length == 1 ? (yes ? value[0] : 0) : value[yes ? 1 : 0];
    }

    /**
     * Where the probabilities of a class stand.
     *
     * @param plane of the network's
     * @param inverted whether the plane holds one minus them
     */
    public record Source(int plane, boolean inverted) {}

    /**
     * @param name position among {@link #names()}, from 0
     */
    public Source source(int name) {
        return sources.get(name);
    }

    private Source find(int label) {
        if (given > 1 || integers) {
            for (int p = 0; p < planes; p++) if (value[p] == label) return new Source(p, false);
        }
        return new Source(0, value.length == 2 && value[0] == label);
    }
}
