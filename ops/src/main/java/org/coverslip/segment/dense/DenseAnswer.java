package org.coverslip.segment.dense;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.StepContext;
import org.coverslip.model.step.TensorBlock;

/**
 * What a network for pixels said of one tile. Nothing is computed before it is asked for. Not for
 * several threads at once, nor are the answers of one batch.
 */
final class DenseAnswer {

    private final Batch batch;
    private final int sample;

    private DenseAnswer(Batch batch, int sample) {
        this.batch = batch;
        this.sample = sample;
    }

    /**
     * @param outputs what the tensors mean
     * @param blocks a tensor for each of them, with the batch's samples along axis b
     * @param samples how many of the rows count
     */
    static List<DenseAnswer> of(List<OutputSpec> outputs, List<TensorBlock> blocks, int samples) {
        Batch batch = new Batch(outputs, blocks);
        List<DenseAnswer> answers = new ArrayList<>();
        for (int i = 0; i < samples; i++) answers.add(new DenseAnswer(batch, i));
        return answers;
    }

    /**
     * @return [plane][z][y][x] as one array of the caller's own, postprocessed
     */
    float[] planes() {
        int size = 0;
        for (TensorBlock block : batch.postprocessed()) size += size(block);
        float[] out = new float[size];
        int to = 0;
        for (TensorBlock block : batch.postprocessed()) {
            copy(block, out, to);
            to += size(block);
        }
        return out;
    }

    private static int size(TensorBlock block) {
        return block.extent('c') * block.extent('z') * block.extent('y') * block.extent('x');
    }

    private void copy(TensorBlock block, float[] out, int at) {
        int sx = stride(block, 'x');
        int sy = stride(block, 'y');
        int sz = stride(block, 'z');
        int sc = stride(block, 'c');
        int from = sample * stride(block, 'b');
        int width = block.extent('x');
        float[] data = block.data();
        int to = at;
        for (int c = 0; c < block.extent('c'); c++) {
            for (int k = 0; k < block.extent('z'); k++) {
                for (int j = 0; j < block.extent('y'); j++, to += width) {
                    int row = from + c * sc + k * sz + j * sy;
                    if (sx == 1) System.arraycopy(data, row, out, to, width);
                    else for (int i = 0; i < width; i++) out[to + i] = data[row + i * sx];
                }
            }
        }
    }

    /** Steps to the next one along an axis; 0 if there is no such axis. */
    private static int stride(TensorBlock block, char axis) {
        int at = block.axes().indexOf(axis);
        if (at < 0) return 0;
        int stride = 1;
        for (int i = at + 1; i < block.shape().length; i++) stride *= block.shape()[i];
        return stride;
    }

    /** The tensors of a batch, which are postprocessed together and once. */
    private static final class Batch {

        private final List<OutputSpec> outputs;
        private final List<TensorBlock> blocks;
        private boolean ready;

        Batch(List<OutputSpec> outputs, List<TensorBlock> blocks) {
            this.outputs = outputs;
            this.blocks = blocks;
        }

        List<TensorBlock> postprocessed() {
            for (int i = 0; i < blocks.size() && !ready; i++) {
                Step.applyAll(outputs.get(i).postprocessing(), blocks.get(i), StepContext.NONE);
            }
            ready = true;
            return blocks;
        }
    }
}
