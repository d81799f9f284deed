package org.coverslip.train;

import java.util.List;
import java.util.Locale;
import org.coverslip.RefusedException;
import org.coverslip.network.training.Loss;
import org.coverslip.train.data.Frequencies;

/**
 * Losses of a classifier by name, with weights from how often each class occurs in the training
 * set.
 */
public final class LossChoice {

    private static final double EPSILON = 1e-7;
    private static final double GAMMA = 2;

    private LossChoice() {}

    /**
     * @param name {@code balanced}: cross entropy in which every class has the same say (for labels
     *     that stand for themselves w_pos = freq_neg and w_neg = freq_pos of each, summed over the
     *     labels); {@code plain}: without weights; {@code focal}: Lin et al. 2017, gamma 2
     * @param exclusive whether exactly one class is true
     * @throws RefusedException for another name
     */
    public static Loss of(String name, boolean exclusive, Frequencies training) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "balanced" ->
                    exclusive
                            ? new Loss.SoftmaxCrossEntropy(training.balanced(), 1)
                            : new Loss.BinaryCrossEntropy(
                                    training.negative(), training.positive(), EPSILON, 1);
            case "plain" ->
                    exclusive
                            ? new Loss.SoftmaxCrossEntropy(List.of(), 1)
                            : new Loss.BinaryCrossEntropy(List.of(), List.of(), EPSILON, 1);
            case "focal" -> new Loss.Focal(GAMMA, exclusive ? training.balanced() : List.of(), 1);
            default ->
                    throw new RefusedException(
                            "loss=" + name, "it is not known", "use balanced, plain or focal");
        };
    }
}
