package org.coverslip.tensorflow.keras.layer;

import com.google.gson.JsonArray;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;
import org.tensorflow.proto.DataType;

/**
 * Layers that draw random numbers in training and do nothing in prediction. The numbers follow from
 * the layer's seed alone, not from how often or on how many threads anything ran before.
 */
final class Noise {

    /** What a layer does to its input. */
    @FunctionalInterface
    private interface Disturbance {
        Value of(LayerCall call, Value x);
    }

    private Noise() {}

    /** {@code Dropout}: numbers set to 0 at a rate, the others divided by what is left. */
    static Tensor dropout(LayerCall call) {
        boolean[] keeps = new boolean[call.value().rank()];
        Arrays.fill(keeps, true);
        if (call.config().raw("noise_shape") instanceof JsonArray shape) {
            if (shape.size() != keeps.length) {
                throw call.config().wrong("noise_shape", keeps.length + " sizes");
            }
            // NB: 1 repeats along the axis; null and the size itself draw for every place.
            for (int i = 0; i < keeps.length; i++) {
                keeps[i] = !shape.get(i).toString().matches("1(\\.0)?");
            }
        }
        return disturbed(call, (c, x) -> dropped(c, x, keeps));
    }

    /** {@code SpatialDropout2D}: whole channels of an image dropped. */
    static Tensor spatialDropout(LayerCall call) {
        boolean first = ImageLayout.of(call.config()).channelsFirst();
        boolean[] keeps = {true, first, false, !first};
        return disturbed(call, (c, x) -> dropped(c, x, keeps));
    }

    /** {@code GaussianNoise}: added, with the configured deviation. */
    static Tensor gaussianNoise(LayerCall call) {
        double deviation = call.config().number("stddev", 0);
        return disturbed(call, (c, x) -> c.scope().add(x, normal(c, x, deviation)));
    }

    /** {@code GaussianDropout}: multiplied, with mean 1 and variance rate / (1 - rate). */
    static Tensor gaussianDropout(LayerCall call) {
        double rate = rate(call.config());
        Scope s = call.scope();
        double deviation = Math.sqrt(rate / (1 - rate));
        return disturbed(call, (c, x) -> s.mul(x, s.add(normal(c, x, deviation), s.number(1))));
    }

    private static Tensor disturbed(LayerCall call, Disturbance noise) {
        if (!call.learns()) return new PassThrough(true).call(call);
        Tensor x = call.input();
        return new Tensor(noise.of(call, x.value()), x.axes(), x.activation());
    }

    private static Value dropped(LayerCall call, Value x, boolean[] keepsAxis) {
        double rate = rate(call.config());
        Scope s = call.scope();
        if (rate == 0) return s.unary("Identity", x);
        long[] sizes = x.shape().toArray();
        for (int i = 0; i < sizes.length; i++) if (!keepsAxis[i]) sizes[i] = 1;
        Value uniform = random(call, "StatelessRandomUniform", x, Shape.of(sizes));
        Value kept =
                s.op("GreaterEqual")
                        .in(uniform, s.number(rate))
                        .type("T", x.type())
                        .gives(DataType.DT_BOOL, uniform.shape());
        return s.mul(x, s.mul(s.toFloat(kept), s.number(1 / (1 - rate))));
    }

    private static double rate(Config config) {
        double rate = config.number("rate", 0.5);
        if (rate < 0 || rate >= 1) throw config.wrong("rate", "a number from 0 to below 1");
        return rate;
    }

    private static Value normal(LayerCall call, Value x, double deviation) {
        Scope s = call.scope();
        Value normal = random(call, "StatelessRandomNormal", x, x.shape());
        // NB: the numbers have the extents of x, so TensorFlow looks for a gradient through them.
        return s.mul(s.unary("StopGradient", normal), s.number(deviation));
    }

    private static Value random(LayerCall call, String type, Value x, Shape shape) {
        Scope s = call.scope();
        Value extents =
                s.pack(
                        IntStream.range(0, x.rank())
                                .mapToObj(
                                        i ->
                                                shape.isKnown(i)
                                                        ? s.integers(Shape.of(), shape.size(i))
                                                        : s.size(x, i))
                                .collect(Collectors.toList()));
        return s.op(type)
                .in(extents, call.learning().seed(call.layer(), s))
                .type("dtype", x.type())
                .type("T", DataType.DT_INT32)
                .type("Tseed", DataType.DT_INT64)
                .gives(shape);
    }

    /** A layer that is random in training and for which there is no such thing here. */
    static Tensor unsupported(LayerCall call) {
        if (call.learns()) {
            throw new Fault(
                    call.layer() + " cannot be trained with",
                    "take it out of the network; images are varied while they are prepared");
        }
        return new PassThrough(true).call(call);
    }
}
