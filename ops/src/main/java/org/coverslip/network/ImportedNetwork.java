package org.coverslip.network;

import java.util.List;

/**
 * What is known of a network that was translated from another format into a SavedModel.
 *
 * @param name the model's own name
 * @param inputs in the model's order
 * @param outputs in the model's order
 * @param source what was read, for example {@code Keras 2.4.0 HDF5}
 * @param notes what the user should know: ignored training-only parts, reduced precision; empty if
 *     nothing
 */
public record ImportedNetwork(
        String name, List<Port> inputs, List<Port> outputs, String source, List<String> notes) {

    public ImportedNetwork {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        notes = List.copyOf(notes);
    }

    /**
     * One input or output.
     *
     * @param tensor name in the SavedModel's signature, type and shape (first axis is the batch)
     * @param axes one letter per axis as bioimage.io writes them, {@code byxc} or {@code bcyx} for
     *     images; empty if unknown
     * @param activation of an output's last layer: {@code softmax}, {@code sigmoid}, {@code
     *     linear}, another Keras name, or empty if unknown
     */
    public record Port(TensorInfo tensor, String axes, String activation) {}
}
