package org.coverslip.model.step;

import org.coverslip.RefusedException;

/**
 * Turns the order of the channels round: red, green, blue become blue, green, red, as networks
 * trained with Keras' {@code caffe} mode or OpenCV expect. Source: keras-team/keras, {@code
 * applications/imagenet_utils.py}, {@code _preprocess_numpy_input}: {@code x[..., ::-1]}.
 */
public record ReverseChannels() implements Step {

    @Override
    public String id() {
        return "reverse_channels";
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        int axis = block.axes().indexOf('c');
        if (axis < 0) {
            throw new RefusedException(
                    "reverse_channels",
                    "the tensor with axes " + block.axes() + " has no channel axis",
                    "give the model's axes, for example byxc");
        }
        float[] data = block.data();
        int n = block.shape()[axis];
        int inner = block.after(axis);
        int outer = block.before(axis);
        for (int o = 0; o < outer; o++) {
            for (int low = 0, high = n - 1; low < high; low++, high--) {
                int a = (o * n + low) * inner;
                int b = (o * n + high) * inner;
                for (int i = 0; i < inner; i++) {
                    float swap = data[a + i];
                    data[a + i] = data[b + i];
                    data[b + i] = swap;
                }
            }
        }
    }
}
