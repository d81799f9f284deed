package org.coverslip.segment;

import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.Progress;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.segment.dense.DenseVolumes;
import org.coverslip.segment.volume.Volume;
import org.coverslip.segment.volume.VolumeGrid;
import org.coverslip.segment.volume.VolumeRun;
import org.coverslip.segment.volume.VolumeTiles;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.ValueMapping;

/**
 * What a network says of every voxel of a stack that fits into memory, computed tile by tile in
 * three dimensions and blended: the numbers as they leave the network, without thresholds or
 * labels.
 *
 * <pre>{@code
 * Img<FloatType> p = VolumePrediction.with(model, network).tile(64).on(stack, false);
 * }</pre>
 */
public final class VolumePrediction {

    private final ModelBundle model;
    private final Network network;
    private ValueMapping mapping = new ValueMapping.Stored();
    private int tile;
    private double overlap;
    private boolean augment;

    private VolumePrediction(ModelBundle model, Network network) {
        this.model = model;
        this.network = network;
    }

    /** Both stay open and belong to the caller. */
    public static VolumePrediction with(ModelBundle model, Network network) {
        return new VolumePrediction(model, network);
    }

    /** Edge of a tile in voxels; it has no more slices than the stack; 0: chosen. */
    public VolumePrediction tile(int voxels) {
        tile = voxels;
        return this;
    }

    /** Part of a tile that it shares with the next; 0: chosen. */
    public VolumePrediction overlap(double part) {
        overlap = part;
        return this;
    }

    /** Whether every tile is seen from all sides of its slices. */
    public VolumePrediction augment(boolean sides) {
        augment = sides;
        return this;
    }

    /** What is black and white in images that are not 8 bit. */
    public VolumePrediction values(ValueMapping values) {
        mapping = values;
        return this;
    }

    /**
     * @param pixels axes [x,y,c,z], stored values
     * @param rgb whether channels are red, green, blue
     * @return axes [x,y,z,plane]; smaller than the stack where the network's output is
     * @throws RefusedException if the model does not fit the stack
     */
    public <T extends RealType<T>> Img<FloatType> on(
            RandomAccessibleInterval<T> pixels, boolean rgb) {
        DenseNetwork dense = new DenseNetwork(model, network, tile, (int) pixels.dimension(2));
        if (!dense.volumes()) {
            throw new RefusedException(
                    model.source(), "it takes pictures and this is a stack", "give it slices");
        }
        dense = dense.forSlices((int) pixels.dimension(3));
        DenseVolumes volumes = new DenseVolumes(dense, v -> v, dense.planes(), augment);
        Volume volume = Volume.of(pixels);
        var source = new Preparation.Source("stack", rgb, Optional.empty());
        VolumeTiles tiles = VolumeTiles.of(model, mapping, volumes, volume, source);
        VolumeRun run = new VolumeRun(volumes, 1, Progress.NONE);
        VolumeGrid grid =
                new VolumeGrid(volumes, volume, run.overlaps(volume, tiles, overlap), Coverage.ALL);
        int w = volumes.x().length(volume.width());
        int h = volumes.y().length(volume.height());
        int d = volumes.z().length(volume.depth());
        float[] out = new float[Math.multiplyExact(dense.planes() * w, h * d)];
        run.run(
                grid,
                tiles,
                "stack",
                slab -> {
                    int n = Math.min(slab.width(), w - slab.x());
                    int rows = Math.min(slab.rows(), h - slab.y());
                    for (int p = 0; p < slab.values().length; p++) {
                        for (int k = 0; k < d; k++) {
                            for (int j = 0; j < rows; j++) {
                                int to = ((p * d + k) * h + slab.y() + j) * w + slab.x();
                                int from = slab.row(j, k);
                                System.arraycopy(slab.values()[p], from, out, to, n);
                            }
                        }
                    }
                },
                0,
                grid.size());
        return ArrayImgs.floats(out, w, h, d, dense.planes());
    }
}
