package org.coverslip.segment.volume;

import java.util.Arrays;

/** Volumes of random classes that can be made in any language. */
final class RandomVolumes {

    private RandomVolumes() {}

    /**
     * A linear congruential generator (Numerical Recipes) for every voxel, slice by slice, row by
     * row.
     *
     * @param zero per cent of voxels without a class
     * @return [z][y * w + x], 0 to {@code classes}
     */
    static byte[][] of(int w, int h, int d, int zero, int classes, int seed) {
        int s = seed;
        byte[][] volume = new byte[d][w * h];
        for (byte[] slice : volume) {
            for (int i = 0; i < slice.length; i++) {
                s = s * 1664525 + 1013904223;
                boolean none = (s >>> 16) % 100 < zero;
                slice[i] = (byte) (none ? 0 : 1 + (s >>> 8) % classes);
            }
        }
        return volume;
    }

    /** As {@code Arrays.hashCode} of all voxels, beginning with 0. */
    static int hash(int[][] volume) {
        int hash = 0;
        for (int[] slice : volume) for (int v : slice) hash = 31 * hash + v;
        return hash;
    }

    static int most(int[][] volume) {
        return Arrays.stream(volume).flatMapToInt(Arrays::stream).max().orElse(0);
    }
}
