package org.coverslip.detect.decode;

import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;

/**
 * One sample's part of an output tensor: a view, nothing is copied.
 *
 * @param name of the output, for messages
 * @param data of the whole batch
 * @param offset of this sample
 * @param shape of this sample: the tensor's without its first axis
 */
record Values(String name, float[] data, int offset, int[] shape) {

    static Values of(String name, Tensor tensor, int sample) {
        long[] all = tensor.shape();
        if (all.length < 1 || sample >= all[0]) {
            throw new RefusedException(
                    name, "this output has no row " + sample, "check the decoder of the bundle");
        }
        int[] shape = new int[all.length - 1];
        int each = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(all[i + 1]);
            each *= shape[i];
        }
        return new Values(name, tensor.floats(), sample * each, shape);
    }

    float at(int i) {
        return data[offset + i];
    }

    float at(int row, int column) {
        return data[offset + row * shape[1] + column];
    }

    float at(int y, int x, int c) {
        return data[offset + (y * shape[1] + x) * shape[2] + c];
    }

    int extent(int axis) {
        return shape[axis];
    }
}
