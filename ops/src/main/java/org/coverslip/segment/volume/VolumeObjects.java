package org.coverslip.segment.volume;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Objects of a volume: connected voxels of one class, with small holes filled and those of a wrong
 * size left out. No voxel belongs to two of them.
 */
public final class VolumeObjects {

    private VolumeObjects() {}

    /**
     * NB: what is too small is taken away before holes are filled for good, because a grain inside
     * a hole would keep it open.
     *
     * @param classes [z][y * width + x], 0 for none
     * @param wanted the part that was asked for; holes that reach beyond it are none
     * @param canceled asked now and then whether to stop
     * @return number of the object of every voxel, 1, 2, ... in the order in which they are met
     *     slice by slice; 0 for none
     * @throws java.util.concurrent.CancellationException if it was stopped
     */
    public static int[][] find(
            byte[][] classes,
            int width,
            PlaneMask wanted,
            SizeLimits limits,
            BooleanSupplier canceled) {
        int[][] ids = VolumeComponents.label(classes, width, canceled);
        boolean holes = limits.holes() >= 1;
        if (holes) VolumeHoles.fill(ids, width, wanted, limits.holes(), canceled);
        boolean removed = keep(ids, new SizeLimits(limits.smallest(), 0, 0));
        if (holes && removed) VolumeHoles.fill(ids, width, wanted, limits.holes(), canceled);
        keep(ids, limits);
        return ids;
    }

    /**
     * Takes away objects of a wrong size and closes the gaps in the numbers.
     *
     * @return whether there was any
     */
    private static boolean keep(int[][] ids, SizeLimits limits) {
        long[] counts = count(ids);
        int[] numbers = new int[counts.length];
        int next = 0;
        boolean removed = false;
        for (int i = 1; i < counts.length; i++) {
            if (counts[i] == 0) continue;
            boolean wrong = limits.tooSmall(counts[i]) || limits.tooLarge(counts[i]);
            removed |= wrong;
            if (!wrong) numbers[i] = ++next;
        }
        if (!removed) return false;
        for (int[] slice : ids) for (int i = 0; i < slice.length; i++) slice[i] = numbers[slice[i]];
        return true;
    }

    private static long[] count(int[][] ids) {
        long[] counts = new long[1024];
        for (int[] slice : ids) {
            for (int id : slice) {
                if (id >= counts.length) counts = Arrays.copyOf(counts, 2 * id);
                counts[id]++;
            }
        }
        return counts;
    }
}
