package org.coverslip.model.step;

import org.coverslip.RefusedException;

/**
 * {@code exp(x) / sum(exp(x))} along one axis, with the largest value subtracted first so that it
 * cannot overflow. Source: bioimage.io 0.5, {@code softmax}.
 *
 * @param axis letter, normally {@code c}
 */
public record Softmax(char axis) implements Step {

    @Override
    public String id() {
        return "softmax";
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        int index = block.axes().indexOf(axis);
        if (index < 0) {
            throw new RefusedException(
                    "softmax",
                    "the tensor with axes " + block.axes() + " has no axis " + axis,
                    "name one that it has");
        }
        float[] data = block.data();
        int n = block.shape()[index];
        int stride = block.after(index);
        int outer = block.before(index);
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < stride; i++) along(data, o * n * stride + i, n, stride);
        }
    }

    private static void along(float[] data, int start, int n, int stride) {
        float max = Float.NEGATIVE_INFINITY;
        for (int k = 0, i = start; k < n; k++, i += stride) max = Math.max(max, data[i]);
        double sum = 0;
        for (int k = 0, i = start; k < n; k++, i += stride) sum += Math.exp(data[i] - max);
        for (int k = 0, i = start; k < n; k++, i += stride) {
            data[i] = (float) (Math.exp(data[i] - max) / sum);
        }
    }
}
