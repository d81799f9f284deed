package org.coverslip.segment.volume;

import java.util.List;

/** What blended numbers say of a voxel. */
public interface VoxelClasses {

    /** The classes, in the order of their labels, which begin with 1. */
    List<String> names();

    /**
     * Label of a voxel; 0 for none.
     *
     * @param values [plane][voxel]
     */
    int label(float[][] values, int voxel);

    /**
     * Probability of a class.
     *
     * @param name position among the names, from 0
     */
    float probability(float[][] values, int voxel, int name);
}
