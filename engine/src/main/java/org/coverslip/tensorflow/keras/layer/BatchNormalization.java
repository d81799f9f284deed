package org.coverslip.tensorflow.keras.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.Variable;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * {@code BatchNormalization} with its moving statistics: gamma (x - mean) / sqrt(variance +
 * epsilon) + beta, along one axis.
 */
final class BatchNormalization implements KerasLayer {

    @Override
    public List<Variable> variables(Config config, int generation) {
        List<Variable> all = new ArrayList<>(affine(config));
        all.addAll(Variable.fixed("moving_mean", "moving_variance"));
        return all;
    }

    /** The factor and the summand that a normalisation may learn. */
    static List<Variable> affine(Config config) {
        List<Variable> all = new ArrayList<>();
        if (config.flag("scale", true)) all.addAll(Variable.trainable("gamma"));
        if (config.flag("center", true)) all.addAll(Variable.trainable("beta"));
        return all;
    }

    @Override
    public Tensor call(LayerCall call) {
        Config config = call.config();
        if (call.training() && !call.learns()) {
            throw new Fault(
                    call.layer() + " is called with training=True, so results hang on the batch",
                    "call it with training=False in Keras and save the model again");
        }
        if (config.flag("renorm", false)) throw config.unsupported("renormalisation");
        int[] axes = config.has("axis") ? config.integers("axis") : new int[] {-1};
        if (axes.length != 1) throw config.unsupported("several axes");
        Value x = call.value();
        int axis = x.shape().axis(axes[0], call.layer().toString());
        return call.gives(x.rank() == 4 && axis == 3 ? fused(call, x) : plain(call, x, axis));
    }

    private static Value fused(LayerCall call, Value x) {
        Config config = call.config();
        Shape shape = Shape.of(x.shape().size(3));
        Value mean = call.weight("moving_mean", shape);
        Value variance = call.weight("moving_variance", shape);
        boolean batch = byBatch(call);
        Value none = batch ? call.scope().numbers(Shape.of(0)) : null;
        int channels = Math.toIntExact(shape.size(0));
        Value gamma =
                config.flag("scale", true)
                        ? call.weight("gamma", shape)
                        : filled(call.scope(), channels, 1);
        Value beta =
                config.flag("center", true)
                        ? call.weight("beta", shape)
                        : filled(call.scope(), channels, 0);
        List<Value> results =
                call.scope()
                        .op("FusedBatchNormV3")
                        .in(x, gamma, beta, batch ? none : mean, batch ? none : variance)
                        .type("T", x.type())
                        .type("U", x.type())
                        .number("epsilon", config.number("epsilon", 1e-3))
                        .text("data_format", "NHWC")
                        .flag("is_training", batch)
                        .givesAll(x.type(), x.shape(), shape, shape);
        // NB: the variance is the unbiased one, as in Keras 2 (fused); Keras 3 takes the biased.
        if (batch) average(call, results.get(1), results.get(2));
        return results.get(0);
    }

    /** Whether the moments are those of the batch: in training, unless the layer is frozen. */
    private static boolean byBatch(LayerCall call) {
        return call.learns() && !call.learning().frozen(call.layer());
    }

    private static void average(LayerCall call, Value mean, Value variance) {
        double momentum = call.config().number("momentum", 0.99);
        Scope s = call.scope();
        // NB: an Identity is read, so the layer's own node is not renamed under the average.
        Value batchMean = s.unary("Identity", mean);
        Value batchVariance = s.unary("Identity", variance);
        call.learning().average(call.layer(), "moving_mean", batchMean, momentum);
        call.learning().average(call.layer(), "moving_variance", batchVariance, momentum);
    }

    private static Value filled(Scope scope, int n, double value) {
        double[] values = new double[n];
        Arrays.fill(values, value);
        return scope.numbers(Shape.of(n), values);
    }

    private static Value plain(LayerCall call, Value x, int axis) {
        Config config = call.config();
        Scope s = call.scope();
        Shape shape = Shape.of(x.shape().size(axis));
        long[] sizes = new long[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = shape.size(0);
        Shape as = Shape.of(sizes);
        Value mean = call.weight("moving_mean", shape, as);
        Value variance = call.weight("moving_variance", shape, as);
        if (byBatch(call)) {
            int[] others = IntStream.range(0, x.rank()).filter(i -> i != axis).toArray();
            mean = s.reduce("Mean", x, true, others);
            variance = s.reduce("Mean", s.unary("Square", s.sub(x, mean)), true, others);
            average(call, s.reshape(mean, shape), s.reshape(variance, shape));
        }
        Value inverse = s.unary("Rsqrt", s.add(variance, s.number(config.number("epsilon", 1e-3))));
        if (config.flag("scale", true)) {
            inverse = s.mul(inverse, call.weight("gamma", shape, as));
        }
        Value y = s.mul(s.sub(x, mean), inverse);
        return config.flag("center", true) ? s.add(y, call.weight("beta", shape, as)) : y;
    }
}
