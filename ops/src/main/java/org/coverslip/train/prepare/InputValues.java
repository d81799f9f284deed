package org.coverslip.train.prepare;

import java.util.List;
import java.util.Optional;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.StepContext;
import org.coverslip.model.step.TensorBlock;

/** Pixels from 0 to 255 become what a network takes. Safe for several threads. */
public final class InputValues {

    private final List<Step> steps;
    private final int channels;
    private final Optional<QuickSteps> quick;

    /**
     * @param steps from pixels of 0 to 255 to the network's values
     * @param channels of a picture, its last axis
     */
    public InputValues(List<Step> steps, int channels) {
        this.steps = List.copyOf(steps);
        this.channels = channels;
        this.quick = QuickSteps.of(steps, channels);
    }

    public int channels() {
        return channels;
    }

    /** Through the very steps that the finished network's pictures will go through. */
    public void exactly(float[] pixels, int edge) {
        int[] shape = {1, edge, edge, channels};
        Step.applyAll(steps, new TensorBlock(pixels, shape, "byxc"), StepContext.NONE);
    }

    /** Within rounding of {@link #exactly}, and faster where the steps are of the usual kinds. */
    public void nearly(float[] pixels, int edge) {
        if (quick.isPresent()) quick.get().apply(pixels);
        else exactly(pixels, edge);
    }
}
