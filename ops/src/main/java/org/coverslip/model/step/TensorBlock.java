package org.coverslip.model.step;

import java.util.Arrays;

/**
 * A dense block of numbers that steps change in place, row-major (the last axis varies fastest).
 *
 * @param data the numbers themselves, not a copy
 * @param shape extent per axis
 * @param axes one letter per axis, of {@code b} batch, {@code i} index, {@code t} time, {@code c}
 *     channel, {@code z}, {@code y}, {@code x}
 */
public record TensorBlock(float[] data, int[] shape, String axes) {

    public TensorBlock {
        if (shape.length != axes.length()) {
            throw new IllegalArgumentException(
                    "axes " + axes + " for shape " + Arrays.toString(shape));
        }
        if (axes.chars().distinct().count() != axes.length()) {
            throw new IllegalArgumentException("an axis stands twice in " + axes);
        }
        long size = 1;
        for (int n : shape) size = Math.multiplyExact(size, (long) n);
        if (size != data.length) {
            throw new IllegalArgumentException(
                    data.length + " values do not fill shape " + Arrays.toString(shape));
        }
        shape = shape.clone();
    }

    /** Extent of an axis; 1 if the block has no such axis. */
    public int extent(char axis) {
        int i = axes.indexOf(axis);
        return i < 0 ? 1 : shape[i];
    }

    /** Product of the extents of the axes before index {@code i}. */
    int before(int i) {
        int n = 1;
        for (int k = 0; k < i; k++) n *= shape[k];
        return n;
    }

    /** Product of the extents of the axes after index {@code i}: the stride of axis i. */
    int after(int i) {
        int n = 1;
        for (int k = i + 1; k < shape.length; k++) n *= shape[k];
        return n;
    }

    @Override
    public String toString() {
        return axes + Arrays.toString(shape);
    }
}
