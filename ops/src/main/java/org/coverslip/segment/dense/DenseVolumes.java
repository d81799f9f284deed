package org.coverslip.segment.dense;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.segment.volume.TileAxis;
import org.coverslip.segment.volume.VolumeNetwork;

/** A dense network whose tiles are volumes, and what is blended of its numbers. */
public final class DenseVolumes implements VolumeNetwork {

    private final DenseNetwork network;
    private final TileAnswers tiles;
    private final int blendedPlanes;

    /**
     * @param meaning turns a tile's numbers into those that are blended
     * @param blendedPlanes how many numbers per voxel those are
     * @param augment whether every tile is seen from all sides of its slices
     */
    public DenseVolumes(
            DenseNetwork network,
            UnaryOperator<float[]> meaning,
            int blendedPlanes,
            boolean augment) {
        this.network = network;
        this.tiles = new TileAnswers(network, meaning, augment);
        this.blendedPlanes = blendedPlanes;
    }

    private static TileAxis axis(DenseShape shape) {
        return new TileAxis(shape.tile(), shape.outStep(), shape.ratio(), shape.crop());
    }

    @Override
    public TileAxis x() {
        return axis(network.x());
    }

    @Override
    public TileAxis y() {
        return axis(network.y());
    }

    @Override
    public TileAxis z() {
        return axis(network.z());
    }

    @Override
    public int halo(char axis) {
        return network.halo(axis);
    }

    @Override
    public int planes() {
        return network.planes();
    }

    @Override
    public int largestBatch() {
        return network.largestBatch();
    }

    @Override
    public List<float[]> run(List<TensorBlock> samples) {
        return network.run(samples).stream().map(DenseAnswer::planes).toList();
    }

    @Override
    public int blendedPlanes() {
        return blendedPlanes;
    }

    @Override
    public List<Supplier<float[]>> answers(List<TensorBlock> samples) {
        return tiles.run(samples);
    }
}
