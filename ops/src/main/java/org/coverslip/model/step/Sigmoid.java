package org.coverslip.model.step;

/** {@code 1 / (1 + exp(-x))}. Source: bioimage.io 0.4 and 0.5, {@code sigmoid}. */
public record Sigmoid() implements Step {

    @Override
    public String id() {
        return "sigmoid";
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        float[] data = block.data();
        for (int i = 0; i < data.length; i++) data[i] = (float) (1 / (1 + Math.exp(-data[i])));
    }
}
