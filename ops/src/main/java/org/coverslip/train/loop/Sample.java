package org.coverslip.train.loop;

import java.util.Map;
import org.coverslip.network.Tensor;

/**
 * One sample, ready for a network.
 *
 * @param inputs by the names of the network's inputs, FLOAT32, without a batch axis
 * @param targets by the names of its outputs (or {@code <output>/weight}), FLOAT32, likewise
 */
public record Sample(Map<String, Tensor> inputs, Map<String, Tensor> targets) {

    public Sample {
        inputs = Map.copyOf(inputs);
        targets = Map.copyOf(targets);
    }
}
