package org.coverslip.model.step;

import java.util.Optional;

/**
 * {@code (x - low) / (high - low + eps)}, where low and high are percentiles, interpolated
 * linearly. Source: bioimage.io 0.4 and 0.5, {@code scale_range}.
 *
 * @param minPercentile 0 to 100, the value that becomes 0
 * @param maxPercentile above {@code minPercentile}, at most 100, the value that becomes 1
 * @param axes over which the percentiles are taken
 * @param eps above 0, by default 1e-6
 * @param reference name of the tensor whose percentiles are taken; empty: the tensor itself
 */
public record ScaleRange(
        double minPercentile,
        double maxPercentile,
        Reduction axes,
        double eps,
        Optional<String> reference)
        implements Step {

    public ScaleRange {
        if (!(minPercentile >= 0 && minPercentile < maxPercentile && maxPercentile <= 100)) {
            throw new IllegalArgumentException(minPercentile + " to " + maxPercentile + " percent");
        }
    }

    @Override
    public String id() {
        return "scale_range";
    }

    @Override
    public boolean oneSample() {
        return axes.axes().isEmpty();
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        Groups groups = axes.groups(id(), block);
        TensorBlock from =
                reference.map(name -> Reduction.reference(id(), name, context)).orElse(block);
        Groups fromGroups = from == block ? groups : axes.groups(id(), from);
        Reduction.requireSameGroups(id(), groups, fromGroups);
        Percentiles percentiles = new Percentiles(from, fromGroups);
        int n = groups.count();
        double[] factor = new double[n];
        double[] term = new double[n];
        for (int g = 0; g < n; g++) {
            double low = percentiles.linear(g, minPercentile);
            double high = percentiles.linear(g, maxPercentile);
            factor[g] = 1 / (high - low + eps);
            term[g] = -low * factor[g];
        }
        Moments.linear(block, groups, factor, term);
    }
}
