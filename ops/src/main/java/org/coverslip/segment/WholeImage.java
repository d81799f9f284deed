package org.coverslip.segment;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Size;
import org.coverslip.model.step.FittedSteps;
import org.coverslip.model.step.ScaleRange;
import org.coverslip.model.step.StainNormalize;
import org.coverslip.model.step.Standardize;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileSampler;
import org.coverslip.tile.ValueMapping;

/**
 * Makes preparations whose statistics are those of the whole image and not of each tile:
 * percentiles of a picture up to 16 megapixels, and of 144 windows spread over a larger one.
 */
final class WholeImage {

    private static final long MOST = 16L << 20;
    private static final int WINDOW = 256;
    private static final int ACROSS = 12;

    private final ModelBundle model;
    private final ValueMapping mapping;
    private final InputSpec input;

    WholeImage(ModelBundle model, ValueMapping mapping) {
        this.model = model;
        this.mapping = mapping;
        this.input = model.requireImageModel();
    }

    private static boolean needsStatistics(Step step) {
        return step instanceof Standardize
                || step instanceof ScaleRange
                || step instanceof StainNormalize;
    }

    /**
     * A preparation for tiles of one plane.
     *
     * @param level pixels of the level that the grid reads
     * @param width of the plane in the network's input pixels
     * @param height of the plane in the network's input pixels
     */
    Preparation preparation(
            DenseGrid grid,
            RandomAccessibleInterval<? extends RealType<?>> level,
            Preparation.Source source,
            int width,
            int height) {
        if (input.preprocessing().stream().noneMatch(WholeImage::needsStatistics)) {
            return new Preparation(model, mapping);
        }
        Preparation plain =
                new Preparation(with(anySize(input).withPreprocessing(List.of())), mapping);
        TensorBlock sample = sample(plain, grid, level, source, width, height);
        List<Step> fitted = FittedSteps.fit(input.preprocessing(), sample);
        return new Preparation(with(input.withPreprocessing(fitted)), mapping);
    }

    private ModelBundle with(InputSpec replaced) {
        return model.toBuilder()
                .inputs(model.inputs().stream().map(i -> i == input ? replaced : i).toList())
                .build();
    }

    private static InputSpec anySize(InputSpec input) {
        List<Size> sizes = new ArrayList<>(input.sizes());
        for (char axis : new char[] {'x', 'y'}) sizes.set(input.axes().indexOf(axis), Size.ANY);
        return new InputSpec(
                input.name(), input.axes(), input.type(), sizes, input.preprocessing());
    }

    private static TensorBlock sample(
            Preparation plain,
            DenseGrid grid,
            RandomAccessibleInterval<? extends RealType<?>> level,
            Preparation.Source source,
            int width,
            int height) {
        if ((long) width * height <= MOST) {
            TileSampler all = new TileSampler(level, width, height, new EdgeRule.Reflect());
            return plain.prepare(all.read(grid.window(0, 0, width, height)), source);
        }
        int w = Math.min(WINDOW, width);
        int h = Math.min(WINDOW, height);
        TileSampler sampler = new TileSampler(level, w, h, new EdgeRule.Reflect());
        List<TensorBlock> blocks = new ArrayList<>();
        for (int j = 0; j < ACROSS; j++) {
            for (int i = 0; i < ACROSS; i++) {
                int x = (int) ((long) (width - w) * i / (ACROSS - 1));
                int y = (int) ((long) (height - h) * j / (ACROSS - 1));
                blocks.add(plain.prepare(sampler.read(grid.window(x, y, w, h)), source));
            }
        }
        return stack(blocks);
    }

    /** Windows below each other, one more axis b: the values are what counts, not their places. */
    private static TensorBlock stack(List<TensorBlock> blocks) {
        TensorBlock first = blocks.get(0);
        String axes = first.axes();
        int y = axes.indexOf('y');
        int before = 1;
        for (int k = 0; k < y; k++) before *= first.shape()[k];
        int each = first.data().length / before;
        int[] shape = first.shape().clone();
        shape[y] *= blocks.size();
        float[] data = new float[first.data().length * blocks.size()];
        for (int b = 0; b < blocks.size(); b++) {
            for (int k = 0; k < before; k++) {
                System.arraycopy(
                        blocks.get(b).data(), k * each, data, (k * blocks.size() + b) * each, each);
            }
        }
        return new TensorBlock(data, shape, axes);
    }
}
