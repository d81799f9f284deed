package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Value;
import org.tensorflow.proto.DataType;

/** Activations that are layers of their own. All are elementwise but for Softmax. */
final class ActivationLayers {

    private ActivationLayers() {}

    /** {@code Activation}: a function by its name. */
    static Tensor activation(LayerCall call) {
        return Activations.finish(call, call.value());
    }

    /** {@code ReLU}: x from the threshold on, slope (x - threshold) below, at most a maximum. */
    static Tensor relu(LayerCall call) {
        Config config = call.config();
        double slope = config.number("negative_slope", 0);
        double threshold = config.number("threshold", 0);
        boolean capped = config.has("max_value");
        double most = config.number("max_value", 0);
        Scope s = call.scope();
        Value x = call.value();
        if (threshold == 0 && slope == 0 && capped && most == 6) {
            return call.gives(s.unary("Relu6", x)).withActivation("relu6");
        }
        Value y;
        if (threshold == 0) {
            y = slope == 0 ? s.unary("Relu", x) : Activations.leakyRelu(s, x, slope);
        } else {
            Value above = mask(s, "GreaterEqual", x, threshold);
            Value below = mask(s, "Less", x, threshold);
            Value low = s.mul(s.sub(x, s.number(threshold)), s.number(slope));
            y = s.add(s.mul(x, above), s.mul(low, below));
        }
        if (capped) y = s.binary("Minimum", y, s.number(most));
        return call.gives(y).withActivation("relu");
    }

    /** {@code LeakyReLU}: the slope is called alpha in Keras 2. */
    static Tensor leakyRelu(LayerCall call) {
        double slope = call.config().number("negative_slope", call.config().number("alpha", 0.3));
        return call.gives(Activations.leakyRelu(call.scope(), call.value(), slope))
                .withActivation("leaky_relu");
    }

    /** {@code ThresholdedReLU}: x where x is above theta, else 0. */
    static Tensor thresholdedRelu(LayerCall call) {
        Scope s = call.scope();
        Value x = call.value();
        double theta = call.config().number("theta", 1);
        return call.gives(s.mul(x, mask(s, "Greater", x, theta))).withActivation("relu");
    }

    /** {@code ELU}: alpha (exp(x) - 1) below 0. */
    static Tensor elu(LayerCall call) {
        Scope s = call.scope();
        Value x = call.value();
        double alpha = call.config().number("alpha", 1);
        if (alpha == 1) return call.gives(s.unary("Elu", x)).withActivation("elu");
        Value low = s.unary("Elu", s.unary("Neg", s.unary("Relu", s.unary("Neg", x))));
        Value y = s.add(s.unary("Relu", x), s.mul(low, s.number(alpha)));
        return call.gives(y).withActivation("elu");
    }

    /** {@code Softmax} along one axis. */
    static Tensor softmax(LayerCall call) {
        Config config = call.config();
        int[] axes = config.has("axis") ? config.integers("axis") : new int[] {-1};
        if (axes.length != 1) throw config.unsupported("softmax over several axes");
        Value x = call.value();
        Scope s = call.scope();
        int axis = x.shape().axis(axes[0], call.layer().toString());
        int last = x.rank() - 1;
        Value y = s.moveAxis(s.unary("Softmax", s.moveAxis(x, axis, last)), last, axis);
        return call.gives(y).withActivation("softmax");
    }

    /** The operation {@code gelu} of Keras 3 as a layer. */
    static Tensor gelu(LayerCall call) {
        boolean approximate = call.config().flag("approximate", true);
        return call.gives(Activations.gelu(call.scope(), call.value(), approximate))
                .withActivation("gelu");
    }

    /** 1 where the comparison holds, else 0. */
    private static Value mask(Scope s, String comparison, Value x, double bound) {
        Value holds =
                s.op(comparison)
                        .in(x, s.number(bound))
                        .type("T", x.type())
                        .gives(DataType.DT_BOOL, x.shape());
        return s.toFloat(holds);
    }
}
