package org.coverslip.tensorflow.training;

import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.GraphWriter;
import org.coverslip.tensorflow.keras.graph.Value;

/**
 * An output of the network, and the logits it was made from where it ends in softmax or sigmoid.
 *
 * @param name of the output layer
 * @param value activation applied
 * @param logits null if it ends otherwise
 * @param activation {@code softmax}, {@code sigmoid}, or empty
 */
record Prediction(String name, Value value, Value logits, String activation) {

    static Prediction of(GraphWriter graph, String name, Value value) {
        return graph.argument(value, "Softmax")
                .map(x -> new Prediction(name, value, x, "softmax"))
                .or(
                        () ->
                                graph.argument(value, "Sigmoid")
                                        .map(x -> new Prediction(name, value, x, "sigmoid")))
                .orElse(new Prediction(name, value, null, ""));
    }

    boolean isSoftmax() {
        return activation.equals("softmax");
    }

    /**
     * @throws Fault if the output does not end in this function
     */
    Value logits(String function) {
        if (activation.equals(function)) return logits;
        throw new Fault(
                "output "
                        + Fault.quote(name)
                        + " ends in "
                        + (activation.isEmpty() ? "neither softmax nor sigmoid" : activation)
                        + ", and its loss is that of a "
                        + function,
                "end it in a " + function + " or choose another loss");
    }
}
