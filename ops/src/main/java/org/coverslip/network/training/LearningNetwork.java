package org.coverslip.network.training;

import java.util.List;
import java.util.Map;
import org.coverslip.network.Device;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;

/** A network whose weights change. Not for several threads at once. */
public interface LearningNetwork extends AutoCloseable {

    /** Inputs by the names of the architecture's input layers; axis 0 is the batch. */
    List<TensorInfo> inputs();

    /** Outputs by the names of the architecture's output layers, activations applied. */
    List<TensorInfo> outputs();

    /**
     * One step: forward with dropout and batch statistics, backward, and an update of every weight
     * that is not frozen.
     *
     * @param inputs a tensor per input, batch first
     * @param targets per output, as its {@link Loss} wants them
     * @param learningRate of this step; layers may have a factor of their own
     * @return the loss before the update; if it is NaN or infinite no weight was changed. NaN too
     *     where the loss is finite and a gradient or a batch statistic is not
     * @throws org.coverslip.RefusedException if an input or target is missing or of another shape,
     *     or the step fails; the cause is an {@link OutOfMemoryError} where a smaller batch may
     *     help
     */
    double step(Map<String, Tensor> inputs, Map<String, Tensor> targets, double learningRate);

    /** Outputs with moving averages and without dropout, as the finished network will give them. */
    Map<String, Tensor> predict(Map<String, Tensor> inputs);

    /** The loss (mean over the batch) of {@link #predict}'s outputs, without any update. */
    double loss(Map<String, Tensor> inputs, Map<String, Tensor> targets);

    /**
     * All weights by {@code layer/variable}, moving averages included: what a bundle is made of.
     */
    Map<String, Tensor> weights();

    /** Names out of {@link #weights()} that {@link #step} changes. */
    List<String> trainable();

    /**
     * Weights, the optimizer's memory and the number of steps taken (which dropout depends on):
     * what a run is resumed from, to the same bits.
     */
    Map<String, Tensor> state();

    /**
     * @param state of {@link #state()}; or weights only, which leaves the optimizer's memory as it
     *     is
     * @throws org.coverslip.RefusedException if a name or shape does not fit
     */
    void restore(Map<String, Tensor> state);

    /** How many weights there are, the frozen ones included. */
    long parameters();

    /** The device that really trains it. */
    Device device();

    @Override
    void close();
}
