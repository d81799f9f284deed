package org.coverslip.model.step;

import org.coverslip.RefusedException;
import org.coverslip.model.stain.ColourDeconvolution;

/**
 * Red, green and blue from 0 to 255 become the optical densities of haematoxylin, eosin and DAB:
 * our own step, see {@link ColourDeconvolution}.
 */
public record Deconvolve() implements Step {

    @Override
    public String id() {
        return "colour_deconvolution";
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        int axis = block.axes().indexOf('c');
        if (axis < 0 || block.extent('c') != 3) {
            throw new RefusedException(
                    "colour deconvolution",
                    "it is for red, green and blue, and the model takes "
                            + block.extent('c')
                            + " channels",
                    "use it with models of colour images");
        }
        int stride = block.after(axis);
        float[] data = block.data();
        for (int i = 0; i < data.length / 3; i++) {
            int at = i / stride * 3 * stride + i % stride;
            float r = data[at];
            float g = data[at + stride];
            float b = data[at + 2 * stride];
            for (int s = 0; s < 3; s++) {
                data[at + s * stride] = (float) ColourDeconvolution.HED.of(s, r, g, b);
            }
        }
    }
}
