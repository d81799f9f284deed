package org.coverslip.tile;

import java.util.Arrays;
import java.util.List;
import org.coverslip.model.InputSpec;
import org.coverslip.model.Size;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.Tensor;

/** Puts prepared samples one after another, as a network takes them. Safe for several threads. */
public final class SampleBatch {

    private final InputSpec input;
    private final ThreadLocal<float[]> buffer = ThreadLocal.withInitial(() -> new float[0]);

    /**
     * @param input that the samples were prepared for
     */
    public SampleBatch(InputSpec input) {
        this.input = input;
    }

    /**
     * How many samples a batch may hold at most; {@link Integer#MAX_VALUE} where the network does
     * not say.
     */
    public int largest() {
        if (input.axes().indexOf('b') < 0) return 1;
        return input.size('b') instanceof Size.Fixed fixed ? fixed.size() : Integer.MAX_VALUE;
    }

    /** How many rows the tensor of so many samples has: more where the network fixes its batch. */
    public int rows(int samples) {
        return largest() == Integer.MAX_VALUE ? samples : largest();
    }

    /**
     * One tensor of all samples; a network with a fixed batch gets the last one repeated.
     *
     * @param samples of one shape, each with extent 1 on axis b; at most {@link #largest()}
     * @return of the input's type; overwritten by the next call on the same thread
     */
    public Tensor of(List<TensorBlock> samples) {
        int rows = rows(samples.size());
        int[] shape = samples.get(0).shape();
        int each = samples.get(0).data().length;
        int length = Math.multiplyExact(each, rows);
        float[] data = buffer.get();
        // NB: a batch is several megabytes; the network copies it, so the next one may overwrite
        // it.
        if (data.length != length) buffer.set(data = new float[length]);
        for (int i = 0; i < rows; i++) {
            float[] sample = samples.get(Math.min(i, samples.size() - 1)).data();
            System.arraycopy(sample, 0, data, i * each, each);
        }
        long[] stacked = Arrays.stream(shape).asLongStream().toArray();
        int b = input.axes().indexOf('b');
        if (b == 0) stacked[0] = rows;
        else if (rows > 1) {
            throw new IllegalStateException("axis b of " + input.axes() + " is not the first");
        }
        return Tensor.of(data, stacked).to(input.type());
    }
}
