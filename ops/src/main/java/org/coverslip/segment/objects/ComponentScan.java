package org.coverslip.segment.objects;

/**
 * Finds connected pixels of one class, over sides and corners, in a plane that comes block by
 * block: blocks of a row from left to right, rows from the top. Memory: one row of pixels, and a
 * few numbers per component.
 */
final class ComponentScan {

    private final int width;
    private final int[] aboveClass;
    private final int[] aboveId;
    private final UnionFind sets = new UnionFind();
    private int[] leftClass = {};
    private int[] leftId = {};
    private int cornerClass;
    private int cornerId;
    private int row = -1;

    /**
     * @param width of the plane
     */
    ComponentScan(int width) {
        this.width = width;
        aboveClass = new int[width];
        aboveId = new int[width];
        sets.add();
    }

    /**
     * The next block.
     *
     * @param classes [y][x], 0 for none
     * @return number of each pixel's component, 0 for none; numbers that {@link #sets()} joins are
     *     one component
     */
    int[] block(int x, int y, int w, int h, int[] classes) {
        if (y != row) {
            row = y;
            leftClass = new int[h];
            leftId = new int[h];
        }
        int[] ids = new int[w * h];
        int nextCornerClass = aboveClass[x + w - 1];
        int nextCornerId = aboveId[x + w - 1];
        boolean atLeft = x == 0;
        for (int j = 0; j < h; j++) {
            for (int i = 0; i < w; i++) {
                int at = j * w + i;
                int c = classes[at];
                if (c == 0) continue;
                int id = 0;
                if (i > 0) {
                    id = meet(id, c, classes[at - 1], ids[at - 1]);
                } else if (!atLeft) {
                    id = meet(id, c, leftClass[j], leftId[j]);
                    if (j > 0) id = meet(id, c, leftClass[j - 1], leftId[j - 1]);
                    if (j + 1 < h) id = meet(id, c, leftClass[j + 1], leftId[j + 1]);
                }
                if (j > 0) {
                    id = meet(id, c, classes[at - w], ids[at - w]);
                    if (i > 0) id = meet(id, c, classes[at - w - 1], ids[at - w - 1]);
                    if (i + 1 < w) id = meet(id, c, classes[at - w + 1], ids[at - w + 1]);
                } else {
                    int px = x + i;
                    id = meet(id, c, aboveClass[px], aboveId[px]);
                    if (i > 0) id = meet(id, c, aboveClass[px - 1], aboveId[px - 1]);
                    else if (!atLeft) id = meet(id, c, cornerClass, cornerId);
                    if (px + 1 < width) id = meet(id, c, aboveClass[px + 1], aboveId[px + 1]);
                }
                ids[at] = id > 0 ? id : sets.add();
            }
        }
        leftClass = new int[h];
        leftId = new int[h];
        for (int j = 0; j < h; j++) {
            leftClass[j] = classes[j * w + w - 1];
            leftId[j] = ids[j * w + w - 1];
        }
        cornerClass = nextCornerClass;
        cornerId = nextCornerId;
        System.arraycopy(classes, (h - 1) * w, aboveClass, x, w);
        System.arraycopy(ids, (h - 1) * w, aboveId, x, w);
        return ids;
    }

    private int meet(int id, int c, int otherClass, int otherId) {
        if (otherClass != c) return id;
        if (id == 0) return otherId;
        return id == otherId ? id : sets.join(id, otherId);
    }

    /** Which numbers are one component. */
    UnionFind sets() {
        return sets;
    }

    /**
     * Labels a plane that is in memory.
     *
     * @param classes [y][x], 0 for none
     * @return 1, 2, ... in the order in which components are met row by row; 0 for none
     */
    static int[] label(int[] classes, int w, int h) {
        ComponentScan scan = new ComponentScan(w);
        int[] ids = scan.block(0, 0, w, h, classes);
        int[] number = new int[scan.sets.size()];
        int next = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == 0) continue;
            int root = scan.sets.find(ids[i]);
            if (number[root] == 0) number[root] = ++next;
            ids[i] = number[root];
        }
        return ids;
    }
}
