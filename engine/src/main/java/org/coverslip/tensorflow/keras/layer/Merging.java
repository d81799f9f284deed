package org.coverslip.tensorflow.keras.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * {@code Add}, {@code Multiply}, {@code Average}, {@code Maximum}, {@code Minimum}, {@code
 * Subtract}: elementwise, inputs of size 1 along an axis being repeated.
 */
record Merging(String operation, boolean averaged) implements KerasLayer {

    static final Merging ADD = new Merging("AddV2", false);
    static final Merging AVERAGE = new Merging("AddV2", true);

    Merging(String operation) {
        this(operation, false);
    }

    @Override
    public Tensor call(LayerCall call) {
        Scope s = call.scope();
        List<Value> values = sameRank(s, call.values());
        if (values.size() < 2) {
            throw new Fault(call.layer() + " has fewer than two inputs", Fault.SAVE_AGAIN);
        }
        Value y = values.get(0);
        for (Value v : values.subList(1, values.size())) y = s.binary(operation, y, v);
        return call.gives(averaged ? s.mul(y, s.number(1.0 / values.size())) : y);
    }

    /** NB: Keras sets missing axes in behind the batch, not at the front as broadcasting does. */
    private static List<Value> sameRank(Scope s, List<Value> values) {
        int rank = values.stream().mapToInt(Value::rank).max().orElse(0);
        List<Value> same = new ArrayList<>();
        for (Value v : values) {
            if (v.rank() == rank || v.rank() < 2) {
                same.add(v);
                continue;
            }
            long[] sizes = new long[rank];
            Arrays.fill(sizes, 1);
            sizes[0] = v.shape().size(0);
            for (int i = 1; i < v.rank(); i++) sizes[rank - v.rank() + i] = v.shape().size(i);
            same.add(s.reshape(v, Shape.of(sizes)));
        }
        return same;
    }
}
