package org.coverslip.train.loop;

import java.util.Map;
import org.coverslip.network.Tensor;

/**
 * How a run ended. The network holds the same weights.
 *
 * @param weights the best by validation loss (without validation: the last ones), by {@code
 *     layer/variable}
 * @param bestEpoch they are from; 0: no epoch was whole, and they are those of the moment it was
 *     stopped, or where the loss was not finite, those it began with
 * @param history of all epochs, those before a resume included
 * @param ending why it stopped
 * @param message a sentence for the user where it did not come to its end as planned; else empty
 */
public record Outcome(
        Map<String, Tensor> weights,
        int bestEpoch,
        History history,
        Ending ending,
        String message) {

    /** Measures of the best epoch; empty if no epoch was whole. */
    public Map<String, Double> best() {
        return bestEpoch == 0 ? Map.of() : history.epochs().get(bestEpoch - 1).measures();
    }

    /** Why a run stopped. */
    public enum Ending {
        /** All epochs were done. */
        EPOCHS,
        /** Validation loss did not fall for as many epochs as patience allows. */
        EARLY,
        /** The user stopped it. */
        CANCELED,
        /** The loss was no finite number. */
        NOT_FINITE
    }
}
