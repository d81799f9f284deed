package org.coverslip.model.step;

import java.util.List;
import java.util.Optional;

/**
 * {@code x * gain + offset}. Source: bioimage.io 0.4 and 0.5, {@code scale_linear}.
 *
 * @param gain one factor, or one per position along {@code axis}
 * @param offset one term, or one per position along {@code axis}
 * @param axis letter of that axis; empty where both are single numbers
 */
public record ScaleLinear(List<Double> gain, List<Double> offset, Optional<Character> axis)
        implements Step {

    public ScaleLinear {
        gain = List.copyOf(gain);
        offset = List.copyOf(offset);
    }

    /** The same factor and term for all numbers. */
    public static ScaleLinear of(double gain, double offset) {
        return new ScaleLinear(List.of(gain), List.of(offset), Optional.empty());
    }

    /** The same; where there is but one factor and one term, without naming an axis. */
    ScaleLinear withoutAxisIfSingle() {
        boolean single = gain.size() == 1 && offset.size() == 1;
        return single ? new ScaleLinear(gain, offset, Optional.empty()) : this;
    }

    @Override
    public String id() {
        return "scale_linear";
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        new PerAxis(axis).linear(id(), block, gain, offset);
    }
}
