package org.coverslip.tensorflow.keras.graph;

import org.tensorflow.proto.DataType;

/**
 * What a node of the graph gives as one of its outputs.
 *
 * @param node name of the node, followed by {@code :n} where it is not the first output
 */
public record Value(String node, DataType type, Shape shape) {

    public int rank() {
        return shape.rank();
    }
}
