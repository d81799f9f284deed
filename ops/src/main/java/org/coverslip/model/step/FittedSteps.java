package org.coverslip.model.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns steps whose numbers come from the tensor itself (percentiles, mean and deviation, stains)
 * into fixed ones, so that all tiles of an image are treated alike: a percentile of an empty tile
 * would turn its noise into cells.
 */
public final class FittedSteps {

    private FittedSteps() {}

    /**
     * @param steps as the model says
     * @param sample of the whole image, as it enters the first step, in the network's axes
     * @return the same steps with numbers of the sample in them
     */
    public static List<Step> fit(List<Step> steps, TensorBlock sample) {
        TensorBlock block = new TensorBlock(sample.data().clone(), sample.shape(), sample.axes());
        List<Step> fitted = new ArrayList<>();
        for (Step step : steps) {
            boolean statistics =
                    step instanceof Standardize
                            || step instanceof ScaleRange s && s.reference().isEmpty();
            Step fixed = statistics ? linear(step, block) : step;
            if (step instanceof StainNormalize stain) fixed = stain.fitted(block);
            fixed.apply(block, StepContext.NONE);
            fitted.add(fixed);
        }
        return List.copyOf(fitted);
    }

    /** Whether a stain has to be measured on the image, whatever the task. */
    public static boolean needsStain(List<Step> steps) {
        return steps.stream().anyMatch(s -> s instanceof StainNormalize n && !n.isFitted());
    }

    /**
     * Fits the stain only and leaves the other steps as they are.
     *
     * @param sample as for {@link #fit}
     */
    public static List<Step> fitStain(List<Step> steps, TensorBlock sample) {
        TensorBlock block = new TensorBlock(sample.data().clone(), sample.shape(), sample.axes());
        List<Step> fitted = new ArrayList<>();
        for (Step step : steps) {
            boolean stain = step instanceof StainNormalize n && !n.isFitted();
            Step fixed = stain ? ((StainNormalize) step).fitted(block) : step;
            fixed.apply(block, StepContext.NONE);
            fitted.add(fixed);
        }
        return List.copyOf(fitted);
    }

    /**
     * Both steps map x to g x + o with a gain and offset per channel: found from what they make of
     * the smallest and the largest value.
     */
    private static Step linear(Step step, TensorBlock block) {
        TensorBlock after = new TensorBlock(block.data().clone(), block.shape(), block.axes());
        step.apply(after, StepContext.NONE);
        int channels = block.extent('c');
        int axis = block.axes().indexOf('c');
        int stride = axis < 0 ? 1 : block.after(axis);
        List<Double> gain = new ArrayList<>();
        List<Double> offset = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            int low = -1;
            int high = -1;
            for (int i = 0; i < block.data().length; i++) {
                if (axis >= 0 && i / stride % channels != c) continue;
                if (low < 0 || block.data()[i] < block.data()[low]) low = i;
                if (high < 0 || block.data()[i] > block.data()[high]) high = i;
            }
            double dx = (double) block.data()[high] - block.data()[low];
            double dy = (double) after.data()[high] - after.data()[low];
            double g = dx > 0 ? dy / dx : 1;
            gain.add(g);
            offset.add(after.data()[low] - g * block.data()[low]);
        }
        return new ScaleLinear(gain, offset, axis < 0 ? Optional.empty() : Optional.of('c'))
                .withoutAxisIfSingle();
    }
}
