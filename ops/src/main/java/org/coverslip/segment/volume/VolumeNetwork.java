package org.coverslip.segment.volume;

import java.util.List;
import java.util.function.Supplier;
import org.coverslip.model.step.TensorBlock;

/** A network that answers for every voxel: prepared tiles in, volumes of numbers out. */
public interface VolumeNetwork {

    TileAxis x();

    TileAxis y();

    TileAxis z();

    /**
     * Output voxels at either side of an axis that the model's author says are worth nothing; -1:
     * not said.
     */
    int halo(char axis);

    /** Numbers per voxel that leave the network. */
    int planes();

    /** How many samples a batch may hold at most. */
    int largestBatch();

    /**
     * Runs a batch.
     *
     * @return per sample [plane][z][y][x] as one array, as the numbers leave the network
     */
    List<float[]> run(List<TensorBlock> samples);

    /** Numbers per voxel that are blended. */
    int blendedPlanes();

    /**
     * Runs a batch and gives what is blended, such as probabilities, which is worked out when it is
     * asked for.
     *
     * @return per sample [plane][z][y][x] as one array, to be asked for once and by one thread
     */
    List<Supplier<float[]>> answers(List<TensorBlock> samples);
}
