package org.coverslip.segment.dense;

import java.util.List;
import org.coverslip.segment.volume.VoxelClasses;

/** Classes of pixels, asked for voxels: they do not know where a number lies. */
public record ClassesOfVoxels(PixelClasses classes) implements VoxelClasses {

    @Override
    public List<String> names() {
        return classes.names();
    }

    @Override
    public int label(float[][] values, int voxel) {
        return classes.label(values, voxel);
    }

    @Override
    public float probability(float[][] values, int voxel, int name) {
        PixelClasses.Source source = classes.source(name);
        float v = values[source.plane()][voxel];
        return source.inverted() ? 1 - v : v;
    }
}
