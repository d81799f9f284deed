package org.coverslip.segment.volume;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.step.FittedSteps;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.ScaleRange;
import org.coverslip.model.step.StainNormalize;
import org.coverslip.model.step.Standardize;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.StepContext;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.ValueMapping;

/**
 * Tiles of a volume as a network takes them. Percentiles and the like are those of the whole volume
 * up to 16 million voxels, and of 1024 blocks spread over a larger one; never of a tile. Safe for
 * several threads.
 */
public final class VolumeTiles {

    private static final long MOST = 16L << 20;
    private static final int SIDE = 128;
    private static final int ACROSS = 8;
    private static final int LAYERS = 16;

    private final BlockReader reader;
    private final List<Step> steps;

    private VolumeTiles(BlockReader reader, List<Step> steps) {
        this.reader = reader;
        this.steps = steps;
    }

    /**
     * @param network whose tiles they are
     * @param source facts about the image
     * @throws RefusedException if the model's preprocessing cannot be done on a volume
     */
    public static VolumeTiles of(
            ModelBundle model,
            ValueMapping mapping,
            VolumeNetwork network,
            Volume volume,
            Preparation.Source source) {
        List<Step> steps = model.requireImageModel().preprocessing();
        for (Step step : steps) requireWhole(model, step);
        if (steps.stream().anyMatch(VolumeTiles::needsStatistics)) {
            steps = FittedSteps.fit(steps, sample(model, mapping, volume, source));
        }
        return new VolumeTiles(
                new BlockReader(
                        model,
                        mapping,
                        volume,
                        source,
                        network.x().tile(),
                        network.y().tile(),
                        network.z().tile()),
                steps);
    }

    private static boolean needsStatistics(Step step) {
        return step instanceof Standardize
                || step instanceof ScaleRange
                || step instanceof StainNormalize;
    }

    private static void requireWhole(ModelBundle model, Step step) {
        Reduction over = Reduction.ALL;
        if (step instanceof Standardize s) over = s.axes();
        if (step instanceof ScaleRange s) over = s.axes();
        if (over.axes().isEmpty() || over.axes().get().indexOf('z') >= 0) return;
        throw new RefusedException(
                model.source(),
                "its "
                        + step.id()
                        + " treats every slice by itself (axes "
                        + over.axes().get()
                        + ")",
                "use a model that takes its statistics over z too");
    }

    /** NB: the values count here and not their places, so that blocks may be stacked along z. */
    private static TensorBlock sample(
            ModelBundle model, ValueMapping mapping, Volume volume, Preparation.Source source) {
        boolean all = volume.voxels() <= MOST;
        int w = all ? volume.width() : Math.min(SIDE, volume.width());
        int h = all ? volume.height() : Math.min(SIDE, volume.height());
        int d = all ? volume.depth() : 1;
        BlockReader reader = new BlockReader(model, mapping, volume, source, w, h, d);
        if (all) return reader.read(0, 0, 0);
        List<TensorBlock> blocks = new ArrayList<>();
        for (int k = 0; k < LAYERS; k++) {
            for (int j = 0; j < ACROSS; j++) {
                for (int i = 0; i < ACROSS; i++) {
                    blocks.add(
                            reader.read(
                                    spread(volume.width() - w, i, ACROSS),
                                    spread(volume.height() - h, j, ACROSS),
                                    spread(volume.depth() - 1, k, LAYERS)));
                }
            }
        }
        return stack(blocks);
    }

    private static int spread(int room, int i, int n) {
        return (int) ((long) room * i / (n - 1));
    }

    private static TensorBlock stack(List<TensorBlock> blocks) {
        TensorBlock first = blocks.get(0);
        int z = first.axes().indexOf('z');
        int before = 1;
        for (int k = 0; k < z; k++) before *= first.shape()[k];
        int n = blocks.size();
        int each = first.data().length / before;
        int[] shape = first.shape().clone();
        shape[z] = n;
        float[] data = new float[Math.multiplyExact(first.data().length, n)];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < before; k++) {
                System.arraycopy(blocks.get(i).data(), k * each, data, (k * n + i) * each, each);
            }
        }
        return new TensorBlock(data, shape, first.axes());
    }

    /**
     * A tile that begins there, in input voxels; what lies beyond the volume is mirrored.
     *
     * @return one sample in the axes of the network's input, preprocessed
     */
    public TensorBlock read(int x, int y, int z) {
        TensorBlock block = reader.read(x, y, z);
        Step.applyAll(steps, block, StepContext.NONE);
        return block;
    }
}
