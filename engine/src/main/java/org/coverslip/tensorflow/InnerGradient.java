package org.coverslip.tensorflow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.gradient.Backward;
import org.coverslip.tensorflow.inline.Layer;
import org.coverslip.tensorflow.inline.Wire;

/** A gradient in the opened graph of a model. */
final class InnerGradient implements ScoreGradient {

    // NB: names that no output can have.
    private static final String SCORES = "/scores";
    private static final String VALUES = "/values";
    private static final String GRADIENT = "/gradient";

    private final OpenModel model;
    private final Map<Wire, Tensor> weights;
    private final LayerInfo at;
    private final LayerInfo scores;
    private final Map<String, Wire> wanted = new LinkedHashMap<>();
    private final Wire fed;
    private volatile boolean closed;

    /**
     * @param given further tensors to be given a value
     */
    InnerGradient(OpenModel model, Map<Wire, Tensor> given, TensorInfo output, String at) {
        this.model = model;
        weights = given;
        InnerGraph inside = model.inside();
        Layer from = inside.place(at);
        Layer to = inside.scores(output);
        Backward.Ready ready = inside.gradient(to, from);
        this.at = inside.info(from);
        scores = inside.info(to);
        fed = ready.weights();
        for (TensorInfo info : model.outputs()) wanted.put(info.name(), inside.output(info));
        wanted.put(SCORES, to.value());
        wanted.put(VALUES, from.value());
        wanted.put(GRADIENT, ready.gradient());
    }

    @Override
    public LayerInfo at() {
        return at;
    }

    @Override
    public LayerInfo scores() {
        return scores;
    }

    @Override
    public Result run(Map<String, Tensor> inputs, Tensor scoreWeights) {
        if (closed) throw new IllegalStateException("The gradient by " + at.name() + " is closed");
        return model.whileOpen(
                () -> {
                    Map<Wire, Tensor> given = new HashMap<>(weights);
                    given.put(fed, fitting(scoreWeights));
                    Map<String, Tensor> all = new InnerRun(model).fetch(inputs, given, wanted);
                    return new Result(
                            all, all.remove(SCORES), all.remove(VALUES), all.remove(GRADIENT));
                });
    }

    private Tensor fitting(Tensor scoreWeights) {
        long perImage =
                scores.shape() == null
                        ? 1
                        : scores.shape().stream()
                                .skip(1)
                                .reduce(1L, (product, n) -> product * Math.max(1, n));
        if (scoreWeights.size() == 0 || scoreWeights.size() % perImage != 0)
            throw new RefusedException(
                    "weights " + scoreWeights,
                    "they do not fit the scores, which are " + scores,
                    "give one weight for each score");
        return scoreWeights.to(model.inside().type(wanted.get(SCORES)));
    }

    @Override
    public void close() {
        closed = true;
    }
}
