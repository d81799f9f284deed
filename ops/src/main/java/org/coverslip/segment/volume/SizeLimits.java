package org.coverslip.segment.volume;

/**
 * Which objects are kept, in voxels.
 *
 * @param smallest objects of fewer voxels are left out
 * @param largest objects of more voxels are left out; 0: none
 * @param holes holes of up to so many voxels are filled first
 */
public record SizeLimits(double smallest, double largest, double holes) {

    public static final SizeLimits NONE = new SizeLimits(0, 0, 0);

    boolean tooSmall(long voxels) {
        // NB: limits in um3 are divided by a voxel's volume; rounding must not lose an object.
        return voxels < smallest * (1 - 1e-9);
    }

    boolean tooLarge(long voxels) {
        return largest > 0 && voxels > largest * (1 + 1e-9);
    }
}
