package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** {@code Concatenate} along one axis. */
final class Concatenation implements KerasLayer {

    @Override
    public Tensor call(LayerCall call) {
        List<Value> values = call.values();
        int given = call.config().has("axis") ? call.config().integers("axis")[0] : -1;
        Shape first = values.get(0).shape();
        int axis = first.axis(given, call.layer().toString());
        for (Value v : values) {
            Shape shape = v.shape();
            boolean fits = shape.rank() == first.rank();
            for (int i = 0; fits && i < first.rank(); i++) {
                fits = i == axis || unify(shape, first, i);
            }
            if (!fits) {
                throw new Fault(
                        call.layer() + " joins inputs of the shapes " + first + " and " + shape,
                        Fault.SAVE_AGAIN);
            }
        }
        return call.gives(values.size() == 1 ? values.get(0) : call.scope().concat(values, axis));
    }

    private static boolean unify(Shape a, Shape b, int axis) {
        return !a.isKnown(axis) || !b.isKnown(axis) || a.size(axis) == b.size(axis);
    }
}
