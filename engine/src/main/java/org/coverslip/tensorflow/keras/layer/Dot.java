package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * {@code Dot}: scalar products of two vectors per example, perhaps as cosine; or of every row of
 * one matrix with every row of another.
 */
final class Dot implements KerasLayer {

    private static final double SMALLEST_NORM = 1e-12;

    @Override
    public Tensor call(LayerCall call) {
        Config config = call.config();
        Scope s = call.scope();
        List<Value> values = call.values();
        if (values.size() == 2 && values.stream().allMatch(v -> v.rank() == 3)) {
            return call.gives(ofRows(call, values.get(0), values.get(1)));
        }
        if (values.size() != 2 || values.get(0).rank() != 2 || values.get(1).rank() != 2) {
            throw config.unsupported("a product of other than two vectors");
        }
        for (int axis : config.integers("axes")) {
            if (values.get(0).shape().axis(axis, call.layer().toString()) != 1) {
                throw config.unsupported("a product over the batch");
            }
        }
        Value a = values.get(0);
        Value b = values.get(1);
        if (a.shape().size(1) != b.shape().size(1)) {
            throw new Fault(
                    call.layer() + " joins inputs of the shapes " + a.shape() + " and " + b.shape(),
                    Fault.SAVE_AGAIN);
        }
        if (config.flag("normalize", false)) {
            a = normalized(s, a);
            b = normalized(s, b);
        }
        return call.gives(s.reduce("Sum", s.mul(a, b), true, 1));
    }

    /** [b, n, d] and [b, m, d] give [b, n, m]. */
    private static Value ofRows(LayerCall call, Value a, Value b) {
        Config config = call.config();
        for (int axis : config.integers("axes")) {
            if (a.shape().axis(axis, call.layer().toString()) != 2) {
                throw config.unsupported("a product of matrices along other than their last axes");
            }
        }
        if (config.flag("normalize", false)) throw config.unsupported("a cosine of matrices");
        if (a.shape().size(2) != b.shape().size(2)) {
            throw new Fault(
                    call.layer() + " joins inputs of the shapes " + a.shape() + " and " + b.shape(),
                    Fault.SAVE_AGAIN);
        }
        return call.scope()
                .op("BatchMatMulV2")
                .in(a, b)
                .type("T", a.type())
                .flag("adj_x", false)
                .flag("adj_y", true)
                .gives(Shape.of(a.shape().size(0), a.shape().size(1), b.shape().size(1)));
    }

    private static Value normalized(Scope s, Value x) {
        Value squares = s.reduce("Sum", s.unary("Square", x), true, 1);
        return s.mul(x, s.unary("Rsqrt", s.binary("Maximum", squares, s.number(SMALLEST_NORM))));
    }
}
