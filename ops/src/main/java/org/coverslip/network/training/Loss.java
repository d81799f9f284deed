package org.coverslip.network.training;

import java.util.List;

/**
 * What an output is trained for. Each is the mean over the batch (and over pixels, where an output
 * has them) unless said otherwise; targets are FLOAT32 and shaped as the output unless said
 * otherwise. Where the output ends in a softmax or sigmoid, its logits are used, for the sake of
 * precision.
 *
 * <p>NB: a target for {@code <output>} may come with a second one named {@code <output>/weight}, of
 * the target's shape without its last axis: every sample's or pixel's term is multiplied by it and
 * the mean is taken over the sum of the weights.
 */
public sealed interface Loss {

    /** Factor of this output in the sum over the network's outputs. */
    double weight();

    /**
     * Cross entropy of a softmax.
     *
     * @param classWeights per class, for class-balanced training; empty: all 1
     */
    record SoftmaxCrossEntropy(List<Double> classWeights, double weight) implements Loss {
        public SoftmaxCrossEntropy {
            classWeights = List.copyOf(classWeights);
        }
    }

    /**
     * Binary cross entropy of independent sigmoids, summed over labels: -(p y log(s + e) + n (1 -
     * y) log(1 - s + e)).
     *
     * @param positive p per label; empty: all 1
     * @param negative n per label; empty: all 1
     * @param epsilon e
     */
    record BinaryCrossEntropy(
            List<Double> positive, List<Double> negative, double epsilon, double weight)
            implements Loss {
        public BinaryCrossEntropy {
            positive = List.copyOf(positive);
            negative = List.copyOf(negative);
        }
    }

    /**
     * Focal loss, Lin et al. 2017, arXiv 1708.02002: cross entropy (softmax or sigmoid, as the
     * output ends) times (1 - p_t)^gamma times the class weight; summed over the labels of
     * sigmoids.
     *
     * @param alpha per class; empty: all 1
     */
    record Focal(double gamma, List<Double> alpha, double weight) implements Loss {
        public Focal {
            alpha = List.copyOf(alpha);
        }
    }

    /**
     * Soft Dice (Milletari et al. 2016, arXiv 1606.04797), one minus the mean over classes of (2
     * sum(s y) + 1) / (sum(s) + sum(y) + 1) over batch and pixels, plus cross entropy of the same
     * output.
     */
    record DiceCrossEntropy(double weight) implements Loss {}

    /**
     * Pixel-wise focal loss for centre-point heat maps, CornerNet's as CenterNet uses it (Zhou et
     * al. 2019, arXiv 1904.07850, eq. 1; alpha 2, beta 4): the sum divided by the number of targets
     * that are exactly 1 (at least 1).
     */
    record CentreHeat(double weight) implements Loss {}

    /** Mean absolute difference. */
    record Absolute(double weight) implements Loss {}

    /** Mean squared difference. */
    record Squared(double weight) implements Loss {}
}
