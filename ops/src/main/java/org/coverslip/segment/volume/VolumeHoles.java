package org.coverslip.segment.volume;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.coverslip.segment.objects.UnionFind;

/**
 * Fills holes of objects: voxels of no object, joined over their sides, that touch one object only
 * and nowhere the border of the volume or of the part that was asked for.
 */
final class VolumeHoles {

    private static final int NONE = 0;
    private static final int SEVERAL = -1;

    private final int[][] ids;
    private final int width;
    private final int height;
    private final PlaneMask wanted;
    private final BooleanSupplier canceled;
    private final UnionFind sets = new UnionFind();
    private int[] sizes = {};
    private int[] owners = {};
    private boolean[] open = {};

    private VolumeHoles(int[][] ids, int width, PlaneMask wanted, BooleanSupplier canceled) {
        this.ids = ids;
        this.width = width;
        this.height = ids[0].length / width;
        this.wanted = wanted;
        this.canceled = canceled;
        sets.add();
    }

    /**
     * @param ids numbers of objects, [z][y * width + x], 0 for none; holes get that of their object
     * @param most voxels of a hole that is filled at most
     * @throws CancellationException if it was stopped; the numbers are then spoilt
     */
    static void fill(
            int[][] ids, int width, PlaneMask wanted, double most, BooleanSupplier canceled) {
        new VolumeHoles(ids, width, wanted, canceled).fill(most);
    }

    // NB: numbers of holes stand in the volume itself, below 0, which saves as much memory again.
    private void fill(double most) {
        for (int z = 0; z < ids.length; z++) {
            requireGoOn();
            for (int at = 0; at < ids[z].length; at++) {
                if (ids[z][at] != 0 || !wanted.has(at)) continue;
                int id = at % width > 0 ? join(0, ids[z][at - 1]) : 0;
                if (at >= width) id = join(id, ids[z][at - width]);
                if (z > 0) id = join(id, ids[z - 1][at]);
                ids[z][at] = -(id > 0 ? id : sets.add());
            }
        }
        sizes = new int[sets.size()];
        owners = new int[sets.size()];
        open = new boolean[sets.size()];
        for (int z = 0; z < ids.length; z++) {
            requireGoOn();
            for (int at = 0; at < ids[z].length; at++) if (ids[z][at] < 0) look(z, at);
        }
        for (int[] slice : ids) {
            for (int at = 0; at < slice.length; at++) {
                if (slice[at] >= 0) continue;
                int hole = sets.find(-slice[at]);
                boolean closed = !open[hole] && owners[hole] > 0 && sizes[hole] <= most;
                slice[at] = closed ? owners[hole] : 0;
            }
        }
    }

    private void requireGoOn() {
        if (canceled.getAsBoolean()) throw new CancellationException();
    }

    private int join(int id, int neighbour) {
        if (neighbour >= 0) return id;
        return id == 0 ? -neighbour : sets.join(id, -neighbour);
    }

    private void look(int z, int at) {
        int hole = sets.find(-ids[z][at]);
        sizes[hole]++;
        int x = at % width;
        int y = at / width;
        boolean inside = x > 0 && x < width - 1 && y > 0 && y < height - 1;
        if (!inside || z == 0 || z == ids.length - 1) {
            open[hole] = true;
            return;
        }
        for (int next : new int[] {at - 1, at + 1, at - width, at + width}) {
            open[hole] |= !wanted.has(next);
            touch(hole, ids[z][next]);
        }
        touch(hole, ids[z - 1][at]);
        touch(hole, ids[z + 1][at]);
    }

    private void touch(int hole, int id) {
        if (id <= 0) return;
        if (owners[hole] == NONE) owners[hole] = id;
        else if (owners[hole] != id) owners[hole] = SEVERAL;
    }
}
