package org.coverslip.explain.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.coverslip.RefusedException;
import org.coverslip.classify.Classifier;
import org.coverslip.classify.Prediction;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Size;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;

/**
 * A classifying network as methods see it: samples in; probabilities, values of one layer and
 * gradients out. Larger lists are cut into batches. Between batches the user may stop it.
 */
public final class Subject implements AutoCloseable {

    private final Network network;
    private final Classifier classifier;
    private final InputSpec input;
    private final String output;
    private final int labels;
    private final String layer;
    private final SpatialAxes axes;
    private final ScoreGradient gradient;
    private final int batch;
    private final BooleanSupplier canceled;

    /**
     * @param layer whose values are explained; {@code null} where a method needs none
     * @param axes of the layer; {@code null} likewise
     * @param gradient by the layer or the input; closed with this; {@code null} where none is
     *     needed
     * @param batch samples per call of the network, 1 or more
     * @param canceled asked between batches
     */
    public Subject(
            ModelBundle model,
            Network network,
            LayerInfo layer,
            SpatialAxes axes,
            ScoreGradient gradient,
            int batch,
            BooleanSupplier canceled) {
        this.network = network;
        this.classifier = new Classifier(model, network);
        this.input = model.requireImageModel();
        this.output = model.outputs().get(0).name();
        this.labels = model.labels().size();
        this.layer = layer == null ? null : layer.name();
        this.axes = axes;
        this.gradient = gradient;
        boolean many = input.axes().indexOf('b') == 0;
        this.batch = many ? Math.min(batch, classifier.largestBatch()) : 1;
        this.canceled = canceled;
    }

    /** Samples per call of the network. */
    public int batch() {
        return batch;
    }

    /** How many numbers the network gives for one sample. */
    public int scores(TensorBlock sample) {
        Map<String, Tensor> fed = feed(List.of(sample));
        long rows = input.axes().indexOf('b') == 0 ? fed.get(input.name()).shape()[0] : 1;
        return Math.toIntExact(network.run(fed).get(output).size() / rows);
    }

    /** What the network says of each sample, in the order of the labels, 0 to 1. */
    public List<double[]> probabilities(List<TensorBlock> samples) {
        return predictions(samples).stream()
                .map(p -> p.probabilities().stream().mapToDouble(d -> d).toArray())
                .toList();
    }

    /** As {@link #probabilities}, with the labels' names. */
    public List<Prediction> predictions(List<TensorBlock> samples) {
        return inBatches(samples, classifier::classify);
    }

    /** The values of the layer. */
    public List<FeatureMap> features(List<TensorBlock> samples) {
        return inBatches(
                samples,
                some -> {
                    Tensor values = network.run(feed(some), List.of(layer)).get(layer);
                    return cut(values, null, some.size());
                });
    }

    /**
     * The values of the layer and the gradient of each question's score by them, turned into maps
     * one by one, so that only a batch of them is in memory.
     */
    public List<RawHeat> gradients(List<Question> questions, Function<FeatureMap, RawHeat> heat) {
        return inBatches(
                questions,
                some -> {
                    ScoreGradient.Result result = differentiate(some);
                    return cut(result.values(), result.gradient(), some.size()).stream()
                            .map(heat)
                            .toList();
                });
    }

    /** The gradient of each question's score by its input, laid out as the sample. */
    public List<float[]> inputGradients(List<Question> questions) {
        return inBatches(
                questions,
                some -> {
                    float[] all = differentiate(some).gradient().floats();
                    int each = some.get(0).sample().data().length;
                    List<float[]> own = new ArrayList<>();
                    for (int i = 0; i < some.size(); i++) {
                        own.add(Arrays.copyOfRange(all, i * each, (i + 1) * each));
                    }
                    return own;
                });
    }

    private List<FeatureMap> cut(Tensor values, Tensor gradients, int samples) {
        List<FeatureMap> maps = new ArrayList<>();
        for (int i = 0; i < samples; i++) maps.add(FeatureMap.of(values, gradients, axes, i));
        return maps;
    }

    private ScoreGradient.Result differentiate(List<Question> questions) {
        Map<String, Tensor> fed = feed(questions.stream().map(Question::sample).toList());
        int rows = Math.toIntExact(fed.values().iterator().next().shape()[0]);
        return gradient.run(fed, weights(questions, rows));
    }

    private <A, B> List<B> inBatches(List<A> all, Function<List<A>, List<B>> work) {
        List<B> results = new ArrayList<>(all.size());
        for (int from = 0; from < all.size(); from += batch) {
            if (canceled.getAsBoolean()) throw new CancellationException();
            results.addAll(work.apply(all.subList(from, Math.min(all.size(), from + batch))));
        }
        return results;
    }

    /** One sample after another; a network with a fixed batch gets the last one repeated. */
    private Map<String, Tensor> feed(List<TensorBlock> samples) {
        TensorBlock first = samples.get(0);
        int rows = input.size('b') instanceof Size.Fixed fixed ? fixed.size() : samples.size();
        float[] data = new float[Math.multiplyExact(first.data().length, rows)];
        for (int i = 0; i < rows; i++) {
            float[] sample = samples.get(Math.min(i, samples.size() - 1)).data();
            System.arraycopy(sample, 0, data, i * sample.length, sample.length);
        }
        long[] shape = Arrays.stream(first.shape()).asLongStream().toArray();
        if (rows > 1) shape[0] = rows;
        return Map.of(input.name(), Tensor.of(data, shape).to(input.type()));
    }

    /**
     * Which score each row asks for. A single sigmoid is the second of two labels; the score of the
     * first is its negative, since {@code logit(1 - p) = -logit(p)}.
     */
    private Tensor weights(List<Question> questions, int rows) {
        List<Long> declared = gradient.scores().shape();
        long[] shape = {rows, labels};
        int each = labels;
        if (declared != null && declared.size() > 0) {
            shape = declared.stream().mapToLong(n -> n < 0 ? 1 : n).toArray();
            shape[0] = rows;
            each = 1;
            for (int i = 1; i < shape.length; i++) {
                each *= declared.get(i) < 0 ? labels : (int) shape[i];
                if (declared.get(i) < 0) shape[i] = labels;
            }
        }
        boolean single = each == 1 && labels <= 2;
        if (each != labels && !single) throw notOnePerLabel(each);
        float[] weights = new float[rows * each];
        for (int i = 0; i < questions.size(); i++) {
            int label = questions.get(i).label();
            if (single) weights[i] = labels == 2 && label == 0 ? -1 : 1;
            else weights[i * each + label] = 1;
        }
        return Tensor.of(weights, shape);
    }

    private RefusedException notOnePerLabel(int each) {
        return new RefusedException(
                gradient.scores().name(),
                "these scores are " + each + " per image for " + labels + " labels",
                "use a model that gives one score per label, or method=occlusion");
    }

    @Override
    public void close() {
        if (gradient != null) gradient.close();
    }
}
