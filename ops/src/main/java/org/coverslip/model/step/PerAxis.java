package org.coverslip.model.step;

import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;

/**
 * Numbers of a step that are one for the whole tensor or one per position along an axis, brought to
 * the form the loops need.
 *
 * @param axis letter of the axis; empty: one number for all
 */
record PerAxis(Optional<Character> axis) {

    /** {@code x * factors[c] + terms[c]} for position c along the axis. */
    void linear(String step, TensorBlock block, List<Double> factors, List<Double> terms) {
        float[] data = block.data();
        int n = positions(step, block, Math.max(factors.size(), terms.size()));
        double[] a = expanded(step, factors, n);
        double[] b = expanded(step, terms, n);
        if (n == 1) {
            double a0 = a[0];
            double b0 = b[0];
            for (int i = 0; i < data.length; i++) data[i] = (float) (data[i] * a0 + b0);
            return;
        }
        int inner = block.after(block.axes().indexOf(axis.orElseThrow()));
        for (int i = 0; i < data.length; ) {
            for (int c = 0; c < n; c++) {
                double ac = a[c];
                double bc = b[c];
                for (int end = i + inner; i < end; i++) data[i] = (float) (data[i] * ac + bc);
            }
        }
    }

    /** {@code x > thresholds[c] ? 1 : 0} for position c along the axis. */
    void above(String step, TensorBlock block, List<Double> thresholds) {
        float[] data = block.data();
        int n = positions(step, block, thresholds.size());
        double[] t = expanded(step, thresholds, n);
        int inner = n == 1 ? data.length : block.after(block.axes().indexOf(axis.orElseThrow()));
        for (int i = 0; i < data.length; ) {
            for (int c = 0; c < n; c++) {
                double tc = t[c];
                for (int end = i + inner; i < end; i++) data[i] = data[i] > tc ? 1 : 0;
            }
        }
    }

    private int positions(String step, TensorBlock block, int values) {
        if (values == 1) return 1;
        if (axis.isEmpty() || block.axes().indexOf(axis.get()) < 0) {
            throw new RefusedException(
                    step,
                    values
                            + " values are given for "
                            + axis.map(a -> "axis " + a).orElse("the whole tensor")
                            + " of a tensor with axes "
                            + block.axes(),
                    "give one value, or name an axis that the tensor has");
        }
        int extent = block.extent(axis.get());
        if (extent != values) {
            throw new RefusedException(
                    step,
                    values + " values are given for axis " + axis.get() + " of extent " + extent,
                    "give one value per position");
        }
        return extent;
    }

    private static double[] expanded(String step, List<Double> values, int n) {
        if (values.size() != 1 && values.size() != n) {
            throw new RefusedException(
                    step,
                    "its lists have " + values.size() + " and " + n + " values",
                    "make them equally long");
        }
        double[] out = new double[n];
        for (int i = 0; i < n; i++) out[i] = values.get(values.size() == 1 ? 0 : i);
        return out;
    }
}
