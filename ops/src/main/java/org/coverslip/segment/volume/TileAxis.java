package org.coverslip.segment.volume;

import org.coverslip.tile.DenseAxis;

/**
 * What comes out of a network for a tile, along one axis: {@code out = tile / ratio - 2 crop}.
 *
 * @param tile voxels that go in
 * @param step that tiles' places are multiples of, in voxels of the output
 * @param ratio input voxels per output voxel
 * @param crop output voxels that are lost at either side, because convolutions are not padded
 */
public record TileAxis(int tile, int step, int ratio, int crop) {

    /** Output voxels that a tile gives. */
    public int out() {
        return tile / ratio - 2 * crop;
    }

    /** Output voxels of an axis of so many input voxels. */
    public int length(int input) {
        return (input + ratio - 1) / ratio;
    }

    /**
     * Cuts an axis into tiles; it is made longer where that is not a whole number of steps.
     *
     * @param length output voxels
     */
    DenseAxis cut(int length, int overlap, int halo) {
        int more = Math.max(0, length - out());
        int padded = out() + (more + step - 1) / step * step;
        return new DenseAxis(padded, out(), overlap, halo, step);
    }
}
