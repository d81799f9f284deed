package org.coverslip.detect;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Finds the boxes near a box quickly, however different their sizes are: a grid of square cells for
 * every power of two, each box in the one cell that holds its centre, in the grid whose cells are
 * just as large as the box. Not for several threads at once.
 */
public final class BoxIndex {

    private final TreeMap<Integer, Grid> grids = new TreeMap<>();

    /** Adds a box under a number of the caller's. */
    public void add(int id, Box box) {
        grids.computeIfAbsent(exponent(box), e -> new Grid(Math.scalb(1.0, e))).add(id, box);
    }

    /** Takes out what was added under this number as this box. */
    public void remove(int id, Box box) {
        grids.get(exponent(box)).remove(id, box);
    }

    /** Gives the number of every box that may touch this one, and of some that do not. */
    public void near(Box box, IntConsumer found) {
        for (Grid grid : grids.values()) grid.near(box, found);
    }

    private static int exponent(Box box) {
        double size = Math.max(box.width(), box.height());
        return size <= 0 ? 0 : Math.getExponent(size) + 1;
    }

    private static final class Grid {

        private final double cell;
        private final Map<Long, Ids> cells = new HashMap<>();

        Grid(double cell) {
            this.cell = cell;
        }

        void add(int id, Box box) {
            cells.computeIfAbsent(key(box), k -> new Ids()).add(id);
        }

        void remove(int id, Box box) {
            cells.get(key(box)).remove(id);
        }

        private long key(Box box) {
            return key(index(box.centreX()), index(box.centreY()));
        }

        /** NB: Long hashes x ^ y, the same for whole diagonals; an odd factor keeps keys apart. */
        private static long key(long x, long y) {
            long key = (x << 32 | y & 0xffffffffL) * 0x9E3779B97F4A7C15L;
            return key ^ key >>> 29;
        }

        private long index(double v) {
            return (long) Math.floor(v / cell);
        }

        void near(Box box, IntConsumer found) {
            // NB: a box of this grid reaches at most half a cell from its centre.
            long left = index(box.x0() - cell / 2);
            long right = index(box.x1() + cell / 2);
            long top = index(box.y0() - cell / 2);
            long bottom = index(box.y1() + cell / 2);
            double count = (double) (right - left + 1) * (bottom - top + 1);
            if (count > cells.size()) {
                cells.values().forEach(ids -> ids.each(found));
                return;
            }
            for (long y = top; y <= bottom; y++) {
                for (long x = left; x <= right; x++) {
                    Ids ids = cells.get(key(x, y));
                    if (ids != null) ids.each(found);
                }
            }
        }
    }

    private static final class Ids {

        private int[] ids = new int[4];
        private int size;

        void add(int id) {
            if (size == ids.length) ids = Arrays.copyOf(ids, 2 * size);
            ids[size++] = id;
        }

        void remove(int id) {
            for (int i = 0; i < size; i++) {
                if (ids[i] != id) continue;
                ids[i] = ids[--size];
                return;
            }
            throw new IllegalStateException("no box " + id);
        }

        void each(IntConsumer found) {
            for (int i = 0; i < size; i++) found.accept(ids[i]);
        }
    }
}
