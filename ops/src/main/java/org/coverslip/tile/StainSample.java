package org.coverslip.tile;

import java.util.function.Function;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.coverslip.model.step.TensorBlock;

/** Windows all over a slide, one below the other: enough to know its stains by. */
final class StainSample {

    private static final int WINDOW = 128;
    private static final int ACROSS = 16;

    private StainSample() {}

    /**
     * @param level axes [x,y,c]
     * @param prepare turns a window into the model's axes without any preprocessing
     * @return extents of the model's axes, of which y goes over all windows
     */
    static TensorBlock of(
            RandomAccessibleInterval<? extends RealType<?>> level,
            Function<RandomAccessibleInterval<? extends RealType<?>>, TensorBlock> prepare) {
        int w = (int) Math.min(WINDOW, level.dimension(0));
        int h = (int) Math.min(WINDOW, level.dimension(1));
        TensorBlock first = null;
        float[] all = {};
        int each = 0;
        for (int k = 0; k < ACROSS * ACROSS; k++) {
            long x = (level.dimension(0) - w) * (k % ACROSS) / (ACROSS - 1);
            long y = (level.dimension(1) - h) * (k / ACROSS) / (ACROSS - 1);
            FinalInterval part = FinalInterval.createMinSize(x, y, 0, w, h, level.dimension(2));
            TensorBlock block = prepare.apply(Views.zeroMin(Views.interval(level, part)));
            if (first == null) {
                first = block;
                each = block.data().length;
                all = new float[each * ACROSS * ACROSS];
            }
            place(block, k, all);
        }
        int[] shape = first.shape().clone();
        shape[first.axes().indexOf('y')] *= ACROSS * ACROSS;
        return new TensorBlock(all, shape, first.axes());
    }

    private static void place(TensorBlock block, int k, float[] all) {
        int y = block.axes().indexOf('y');
        int before = 1;
        for (int i = 0; i < y; i++) before *= block.shape()[i];
        int length = block.data().length / before;
        for (int b = 0; b < before; b++) {
            int to = (b * ACROSS * ACROSS + k) * length;
            System.arraycopy(block.data(), b * length, all, to, length);
        }
    }
}
