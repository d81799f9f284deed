package org.coverslip.model.step;

/**
 * Gives the tensor the mean and standard deviation of another one: {@code (x - mean) / (std + eps)
 * * (ref_std + eps) + ref_mean}. Source: bioimage.io 0.4 and 0.5, {@code scale_mean_variance}.
 *
 * @param reference name of the other tensor, an input of the model
 * @param axes over which the statistics are taken
 * @param eps above 0, by default 1e-6
 */
public record ScaleMeanVariance(String reference, Reduction axes, double eps) implements Step {

    @Override
    public String id() {
        return "scale_mean_variance";
    }

    @Override
    public boolean oneSample() {
        return axes.axes().isEmpty();
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        Groups groups = axes.groups(id(), block);
        TensorBlock other = Reduction.reference(id(), reference, context);
        Groups otherGroups = axes.groups(id(), other);
        Reduction.requireSameGroups(id(), groups, otherGroups);
        Moments own = Moments.of(block, groups);
        Moments wanted = Moments.of(other, otherGroups);
        int n = groups.count();
        double[] factor = new double[n];
        double[] term = new double[n];
        for (int g = 0; g < n; g++) {
            factor[g] = (wanted.std()[g] + eps) / (own.std()[g] + eps);
            term[g] = wanted.mean()[g] - own.mean()[g] * factor[g];
        }
        Moments.linear(block, groups, factor, term);
    }
}
