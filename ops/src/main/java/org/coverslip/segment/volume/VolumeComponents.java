package org.coverslip.segment.volume;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.coverslip.segment.objects.UnionFind;

/**
 * Numbers connected voxels of one class, over sides, edges and corners: 26 neighbours. The numbers
 * are those of scikit-image's {@code label} with {@code connectivity=3}: in the order in which
 * components are met slice by slice, row by row.
 */
public final class VolumeComponents {

    private final byte[][] classes;
    private final int width;
    private final int height;
    private final BooleanSupplier canceled;
    private final UnionFind sets = new UnionFind();

    private VolumeComponents(byte[][] classes, int width, BooleanSupplier canceled) {
        this.classes = classes;
        this.width = width;
        this.height = classes.length == 0 ? 0 : classes[0].length / width;
        this.canceled = canceled;
        sets.add();
    }

    /**
     * @param classes [z][y * width + x], 0 for none
     * @param canceled asked now and then whether to stop
     * @return 1, 2, ... for every voxel; 0 for none
     * @throws CancellationException if it was stopped
     */
    public static int[][] label(byte[][] classes, int width, BooleanSupplier canceled) {
        return new VolumeComponents(classes, width, canceled).label();
    }

    private int[][] label() {
        int[][] ids = new int[classes.length][];
        for (int z = 0; z < ids.length; z++) {
            if (canceled.getAsBoolean()) throw new CancellationException();
            ids[z] = new int[classes[z].length];
            for (int y = 0; y < height; y++) row(ids, z, y);
        }
        int[] numbers = new int[sets.size()];
        int next = 0;
        for (int i = 1; i < numbers.length; i++) {
            int root = sets.find(i);
            // NB: the smallest number of a set stands for it, and it was met first.
            numbers[i] = root == i ? ++next : numbers[root];
        }
        for (int[] slice : ids) for (int i = 0; i < slice.length; i++) slice[i] = numbers[slice[i]];
        return ids;
    }

    private void row(int[][] ids, int z, int y) {
        for (int x = 0; x < width; x++) {
            int at = y * width + x;
            byte c = classes[z][at];
            if (c == 0) continue;
            int id = x > 0 ? meet(ids, 0, c, z, at - 1) : 0;
            if (y > 0) id = triple(ids, id, c, z, x, at - width);
            if (z > 0) {
                if (y > 0) id = triple(ids, id, c, z - 1, x, at - width);
                id = triple(ids, id, c, z - 1, x, at);
                if (y < height - 1) id = triple(ids, id, c, z - 1, x, at + width);
            }
            ids[z][at] = id > 0 ? id : sets.add();
        }
    }

    /** A voxel and its neighbours to the left and right. */
    private int triple(int[][] ids, int id, byte c, int z, int x, int at) {
        int met = id;
        if (x > 0) met = meet(ids, met, c, z, at - 1);
        met = meet(ids, met, c, z, at);
        return x < width - 1 ? meet(ids, met, c, z, at + 1) : met;
    }

    private int meet(int[][] ids, int id, byte c, int z, int at) {
        if (classes[z][at] != c) return id;
        int other = ids[z][at];
        if (id == 0 || id == other) return other;
        return sets.join(id, other);
    }
}
