package org.coverslip.model.step;

import java.util.Optional;

/**
 * Values below the lower bound become the lower bound, values above the upper one the upper one.
 * Source: bioimage.io 0.4 and 0.5, {@code clip}; percentiles (0.5 only) are elements of the tensor,
 * without interpolation, as in the reference implementation.
 *
 * @param min lower bound; empty: none
 * @param max upper bound; empty: none
 * @param axes over which percentiles are taken; without meaning for values
 */
public record Clip(Optional<Bound> min, Optional<Bound> max, Reduction axes) implements Step {

    /**
     * One end of the range.
     *
     * @param number a value, or a percentile from 0 to 100
     * @param percentile which of both
     */
    public record Bound(double number, boolean percentile) {}

    /** Between two values. */
    public static Clip between(double min, double max) {
        return new Clip(
                Optional.of(new Bound(min, false)),
                Optional.of(new Bound(max, false)),
                Reduction.ALL);
    }

    @Override
    public String id() {
        return "clip";
    }

    @Override
    public boolean oneSample() {
        return usesPercentiles() && axes.axes().isEmpty();
    }

    private boolean usesPercentiles() {
        return min.map(Bound::percentile).orElse(false) || max.map(Bound::percentile).orElse(false);
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        Groups groups;
        Percentiles percentiles = null;
        if (usesPercentiles()) {
            groups = axes.groups(id(), block);
            percentiles = new Percentiles(block, groups);
        } else {
            groups = new Groups(block, block.axes());
        }
        int n = groups.count();
        float[] low = new float[n];
        float[] high = new float[n];
        for (int g = 0; g < n; g++) {
            low[g] = value(min, Float.NEGATIVE_INFINITY, percentiles, g);
            high[g] = value(max, Float.POSITIVE_INFINITY, percentiles, g);
        }
        float[] data = block.data();
        groups.forEach(
                (start, rows, columns, group, rowGroup, columnGroup) -> {
                    for (int j = 0, p = start; j < rows; j++) {
                        int g = group + j * rowGroup;
                        for (int i = 0; i < columns; i++, p++, g += columnGroup) {
                            data[p] = Math.min(high[g], Math.max(low[g], data[p]));
                        }
                    }
                });
    }

    private static float value(
            Optional<Bound> bound, float none, Percentiles percentiles, int group) {
        if (bound.isEmpty()) return none;
        Bound b = bound.get();
        return (float) (b.percentile ? percentiles.inverted(group, b.number) : b.number);
    }
}
