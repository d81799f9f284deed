package org.coverslip.model.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code (x - mean) / std} with given numbers. Source: bioimage.io 0.5, {@code
 * fixed_zero_mean_unit_variance}, and 0.4, {@code zero_mean_unit_variance} with {@code mode:
 * fixed}, whose eps is added to {@code std} on reading.
 *
 * @param mean one number, or one per position along {@code axis}
 * @param std above 0; as many as {@code mean}
 * @param axis letter of that axis; empty where both are single numbers
 */
public record FixedStandardize(List<Double> mean, List<Double> std, Optional<Character> axis)
        implements Step {

    public FixedStandardize {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != std.size()) {
            throw new IllegalArgumentException(mean.size() + " means, " + std.size() + " stds");
        }
        for (double s : std) if (!(s > 0)) throw new IllegalArgumentException("std " + s);
    }

    @Override
    public String id() {
        return "fixed_zero_mean_unit_variance";
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        List<Double> factors = new ArrayList<>();
        List<Double> terms = new ArrayList<>();
        for (int i = 0; i < mean.size(); i++) {
            factors.add(1 / std.get(i));
            terms.add(-mean.get(i) / std.get(i));
        }
        new PerAxis(axis).linear(id(), block, factors, terms);
    }
}
