package org.coverslip.segment.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Size;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileSampler;
import org.coverslip.tile.ValueMapping;

/**
 * Reads blocks of a volume as a network's input takes them: channels, value range and order of axes
 * are the network's, its preprocessing is still to be done. Beyond the volume it is mirrored along
 * each axis. Safe for several threads.
 */
final class BlockReader {

    private static final EdgeRule EDGE = new EdgeRule.Reflect();

    private final Volume volume;
    private final Preparation.Source source;
    private final int width;
    private final int height;
    private final int depth;
    private final Preparation plain;
    private final AtomicReferenceArray<TileSampler> samplers;

    /**
     * @param width of a block in voxels
     * @param height of a block
     * @param depth slices of a block
     */
    BlockReader(
            ModelBundle model,
            ValueMapping mapping,
            Volume volume,
            Preparation.Source source,
            int width,
            int height,
            int depth) {
        this.volume = volume;
        this.source = source;
        this.width = width;
        this.height = height;
        this.depth = depth;
        plain = new Preparation(withoutSteps(model), mapping);
        samplers = new AtomicReferenceArray<>(volume.depth());
    }

    private static ModelBundle withoutSteps(ModelBundle model) {
        InputSpec input = model.requireImageModel();
        List<Size> sizes = new ArrayList<>(input.sizes());
        for (char axis : new char[] {'x', 'y'}) sizes.set(input.axes().indexOf(axis), Size.ANY);
        List<Step> none = List.of();
        InputSpec any = new InputSpec(input.name(), input.axes(), input.type(), sizes, none);
        return model.toBuilder()
                .inputs(model.inputs().stream().map(i -> i == input ? any : i).toList())
                .build();
    }

    /**
     * @param x left edge, may lie beyond the volume
     * @param y upper edge
     * @param z first slice
     */
    TensorBlock read(int x, int y, int z) {
        Tile tile = new Tile(0, 0, 0, x, y, width, height, 0, x, y, width, height);
        float[] data = null;
        int[] shape = null;
        String axes = "";
        int after = 1;
        for (int k = 0; k < depth; k++) {
            TileSampler sampler = sampler(EDGE.source((long) z + k, volume.depth()));
            TensorBlock slice = plain.prepare(sampler.read(tile), source);
            int size = slice.data().length;
            if (data == null) {
                axes = slice.axes();
                int at = axes.indexOf('z');
                shape = slice.shape().clone();
                for (int i = at + 1; i < shape.length; i++) after *= shape[i];
                shape[at] = depth;
                data = new float[Math.multiplyExact(size, depth)];
            }
            for (int b = 0; b * after < size; b++) {
                System.arraycopy(slice.data(), b * after, data, (b * depth + k) * after, after);
            }
            plain.recycle(slice);
        }
        return new TensorBlock(data, shape, axes);
    }

    /** NB: a slice that is sampled is held, so that one that was decoded is not decoded again. */
    private TileSampler sampler(int z) {
        TileSampler known = samplers.get(z);
        if (known != null) return known;
        samplers.set(z, new TileSampler(volume.slices().apply(z), width, height, EDGE));
        return samplers.get(z);
    }
}
