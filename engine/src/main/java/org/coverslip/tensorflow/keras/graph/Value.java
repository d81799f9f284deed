package org.coverslip.tensorflow.keras.graph;

import org.tensorflow.proto.DataType;

/**
 * What a node of the graph gives as its first output.
 *
 * @param node name of the node
 */
public record Value(String node, DataType type, Shape shape) {

    public int rank() {
        return shape.rank();
    }
}
