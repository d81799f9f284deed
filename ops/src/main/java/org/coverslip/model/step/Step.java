package org.coverslip.model.step;

import java.util.List;

/**
 * One operation on the numbers of a tensor, before they enter a network or after they leave it.
 * Values and formulas are those of the bioimage.io model specification unless a step says
 * otherwise. Steps are values without state: safe to share between threads.
 */
public sealed interface Step
        permits Binarize,
                Clip,
                Deconvolve,
                EnsureType,
                FixedStandardize,
                ReverseChannels,
                ScaleLinear,
                ScaleMeanVariance,
                ScaleRange,
                Sigmoid,
                Softmax,
                StainNormalize,
                Standardize {

    /**
     * Its name in bioimage.io 0.5, or one of our own: {@code reverse_channels}, {@code
     * stain_normalize}, {@code colour_deconvolution}.
     */
    String id();

    /**
     * Changes the numbers of {@code block} in place.
     *
     * @throws org.coverslip.RefusedException if the step does not fit the block (a missing axis,
     *     another number of channels) or needs statistics that nobody has
     */
    void apply(TensorBlock block, StepContext context);

    /**
     * Whether a batch must hold one sample only, because statistics run over all axes, the batch
     * included, and pictures that happen to share a batch must not change each other.
     */
    default boolean oneSample() {
        return false;
    }

    /** Applies all steps in their order. */
    static void applyAll(List<Step> steps, TensorBlock block, StepContext context) {
        for (Step step : steps) step.apply(block, context);
    }
}
