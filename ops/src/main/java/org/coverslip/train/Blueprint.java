package org.coverslip.train;

import java.util.Map;
import java.util.Set;
import org.coverslip.network.Tensor;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;

/**
 * The network that is to be trained, before the engine has seen it.
 *
 * @param name for people
 * @param architecture Keras JSON
 * @param weights to begin with; empty: drawn
 * @param frozen layers that stay as they are
 * @param rateFactors by layer
 * @param input name of its input
 * @param output name of its output
 */
record Blueprint(
        String name,
        String architecture,
        Map<String, Tensor> weights,
        Set<String> frozen,
        Map<String, Double> rateFactors,
        String input,
        String output) {

    /**
     * @throws org.coverslip.RefusedException if there is no network of this name
     */
    static Blueprint of(String network, Frame frame) {
        return new Blueprint(
                network,
                Architectures.of(network, frame),
                Map.of(),
                Set.of(),
                Map.of(),
                Architectures.INPUT,
                Architectures.OUTPUT);
    }
}
