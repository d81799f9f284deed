package org.coverslip.train;

import java.util.Map;
import java.util.Set;
import org.coverslip.network.Tensor;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.Transfer;

/**
 * The network that is to be trained, before the engine has seen it.
 *
 * @param name for people
 * @param architecture Keras JSON
 * @param weights to begin with; empty: drawn
 * @param frozen layers that stay as they are
 * @param rateFactors by layer
 * @param input name of its input
 */
public record Blueprint(
        String name,
        String architecture,
        Map<String, Tensor> weights,
        Set<String> frozen,
        Map<String, Double> rateFactors,
        String input) {

    /** Random weights, all of which learn. */
    public static Blueprint fresh(String name, String architecture) {
        return new Blueprint(name, architecture, Map.of(), Set.of(), Map.of(), Architectures.INPUT);
    }

    /** A trained network with new layers, those that were kept frozen or tuned. */
    public static Blueprint transferred(String name, Transfer.Result network, double factor) {
        return new Blueprint(
                name,
                network.architecture(),
                network.weights(),
                network.frozen(),
                network.rateFactors(factor),
                network.input());
    }

    /**
     * @throws org.coverslip.RefusedException if there is no network of this name
     */
    static Blueprint of(String network, Frame frame) {
        return fresh(network, Architectures.of(network, frame));
    }
}
