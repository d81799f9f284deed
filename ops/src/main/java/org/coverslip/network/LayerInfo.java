package org.coverslip.network;

import java.util.List;

/**
 * A place inside a network whose values can be fetched.
 *
 * @param name as the model's author called the layer, without the graph's own prefixes where they
 *     can be told
 * @param kind what computes it, for example {@code Conv2D}, {@code Relu}, {@code AvgPool}
 * @param shape extent per axis, the batch first, -1 where it depends on the input; {@code null}
 *     where even the rank is unknown
 */
public record LayerInfo(String name, String kind, List<Long> shape) {

    public LayerInfo {
        shape = shape == null ? null : List.copyOf(shape);
    }
}
