package org.coverslip.model.step;

/**
 * {@code (x - mean) / (std + eps)} with mean and standard deviation of the tensor itself, per group
 * of elements that differ only along {@code axes}. Over {@code yxc} it is Keras' samplewise
 * standardisation. Source: bioimage.io 0.4 and 0.5, {@code zero_mean_unit_variance}.
 *
 * @param axes over which mean and standard deviation are taken
 * @param eps above 0, by default 1e-6
 */
public record Standardize(Reduction axes, double eps) implements Step {

    @Override
    public String id() {
        return "zero_mean_unit_variance";
    }

    @Override
    public boolean oneSample() {
        return axes.axes().isEmpty();
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        Groups groups = axes.groups(id(), block);
        Moments moments = Moments.of(block, groups);
        double[] factor = moments.std();
        double[] term = moments.mean();
        for (int g = 0; g < factor.length; g++) {
            factor[g] = 1 / (factor[g] + eps);
            term[g] *= -factor[g];
        }
        Moments.linear(block, groups, factor, term);
    }
}
