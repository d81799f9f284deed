package org.coverslip.tensorflow.keras.layer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** Layers that give the same numbers another shape or order; what made the numbers stays known. */
final class Reshaping {

    private Reshaping() {}

    /** {@code Flatten}: rows of numbers, channels varying fastest. */
    static Tensor flatten(LayerCall call) {
        Scope s = call.scope();
        Value x = call.value();
        // NB: with channels first, Keras moves them last before it flattens.
        if (ImageLayout.of(call.config()).channelsFirst() && x.rank() > 2) {
            x = s.moveAxis(x, 1, x.rank() - 1);
        }
        long each = x.shape().slice(1, x.rank()).elements();
        return same(call, toRows(s, x, Shape.of(x.shape().size(0), each)));
    }

    /** {@code Reshape}: one extent may be -1 and follows from the others. */
    static Tensor reshape(LayerCall call) {
        Config config = call.config();
        Value x = call.value();
        long[] target = Arrays.stream(config.integers("target_shape")).asLongStream().toArray();
        long each = x.shape().slice(1, x.rank()).elements();
        long open = Arrays.stream(target).filter(n -> n == -1).count();
        long known = Arrays.stream(target).filter(n -> n != -1).reduce(1, Math::multiplyExact);
        boolean fits =
                open <= 1
                        && Arrays.stream(target).allMatch(n -> n == -1 || n > 0)
                        && (each == Shape.UNKNOWN
                                || (open == 0 ? known == each : each % known == 0));
        if (!fits) {
            throw config.wrong("target_shape", "a shape of " + each + " numbers");
        }
        long[] sizes = new long[target.length + 1];
        sizes[0] = x.shape().size(0);
        for (int i = 0; i < target.length; i++) {
            boolean follows = target[i] == -1 && each != Shape.UNKNOWN;
            sizes[i + 1] = follows ? each / known : target[i];
        }
        return same(call, toRows(call.scope(), x, Shape.of(sizes))).withAxes("");
    }

    /** To a shape whose batch is that of x and of which one further extent may be open. */
    private static Value toRows(Scope s, Value x, Shape result) {
        long unknown = Arrays.stream(result.toArray()).filter(n -> n == Shape.UNKNOWN).count();
        if (unknown <= 1) return s.reshape(x, result);
        List<Value> sizes =
                IntStream.range(0, result.rank())
                        .mapToObj(
                                i -> i == 0 ? s.size(x, 0) : s.integers(Shape.of(), result.size(i)))
                        .toList();
        return s.reshape(x, result, s.pack(sizes));
    }

    /** {@code Permute}: axes after the batch in another order, counted from 1. */
    static Tensor permute(LayerCall call) {
        int[] dims = call.config().integers("dims");
        Value x = call.value();
        int[] order = new int[dims.length + 1];
        System.arraycopy(dims, 0, order, 1, dims.length);
        int[] every = IntStream.range(0, x.rank()).toArray();
        if (!Arrays.equals(Arrays.stream(order).sorted().toArray(), every)) {
            throw call.config().wrong("dims", "each of the " + (x.rank() - 1) + " axes once");
        }
        String axes = call.input().axes();
        String turned =
                axes.length() == order.length
                        ? Arrays.stream(order)
                                .mapToObj(i -> axes.substring(i, i + 1))
                                .collect(java.util.stream.Collectors.joining())
                        : "";
        return same(call, call.scope().transpose(x, order)).withAxes(turned);
    }

    private static Tensor same(LayerCall call, Value y) {
        return call.gives(y).withActivation(call.input().activation());
    }
}
