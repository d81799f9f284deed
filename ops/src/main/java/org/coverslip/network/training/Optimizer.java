package org.coverslip.network.training;

/**
 * How weights move along their gradient. The learning rate is given with every step.
 *
 * <p>Weight decay is decoupled from the gradient (Loshchilov and Hutter, arXiv 1711.05101): every
 * step takes {@code rate * decay * w} off kernels, not off biases and normalisation.
 */
public sealed interface Optimizer {

    double weightDecay();

    /** Kingma and Ba, arXiv 1412.6980; the usual values are 0.9, 0.999 and 1e-7. */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        public static final Adam DEFAULT = new Adam(0.9, 0.999, 1e-7, 0);
    }

    /**
     * Stochastic gradient descent.
     *
     * @param momentum 0 to below 1
     * @param nesterov look ahead by one momentum step
     */
    record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {}
}
