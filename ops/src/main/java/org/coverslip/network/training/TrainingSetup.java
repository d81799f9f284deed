package org.coverslip.network.training;

import java.util.Map;
import java.util.Set;
import org.coverslip.network.Device;
import org.coverslip.network.Tensor;

/**
 * What a network that learns is made of.
 *
 * @param architecture a Keras {@code Sequential} or {@code Functional} model in JSON, as {@link
 *     org.coverslip.network.NetworkEngine#buildKeras} takes it; every layer has a name of its own.
 *     Regularizers and constraints in it are not applied; the optimizer has weight decay
 * @param weights to begin with, by {@code layer/variable}; what is missing is drawn as the layer's
 *     initializer says, from {@code seed}
 * @param frozen names of layers, or of models inside, whose weights, moving averages included, must
 *     not change; a frozen batch normalisation uses its moving averages
 * @param rateFactors by layer name: factor on the learning rate; 1 where not named
 * @param losses per output; their weighted sum is minimised
 * @param optimizer how weights move
 * @param seed of initial weights and dropout
 * @param threads 0: the engine's choice; 1: the same bits every time. The pool is process-wide and
 *     the first network of a process decides on its size, on which the bits depend
 * @param device where it should run
 */
public record TrainingSetup(
        String architecture,
        Map<String, Tensor> weights,
        Set<String> frozen,
        Map<String, Double> rateFactors,
        Map<String, Loss> losses,
        Optimizer optimizer,
        long seed,
        int threads,
        Device device) {

    public TrainingSetup {
        weights = Map.copyOf(weights);
        frozen = Set.copyOf(frozen);
        rateFactors = Map.copyOf(rateFactors);
        losses = Map.copyOf(losses);
    }
}
