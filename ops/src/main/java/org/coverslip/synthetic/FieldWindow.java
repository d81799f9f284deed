package org.coverslip.synthetic;

/**
 * The slow fields over a part of the slide: values at nodes every {@link #STEP} pixels, counted
 * from the slide's corner, and linear between them. A point has the same values in every window.
 */
final class FieldWindow {

    static final int STEP = 16;

    private final SlideFields fields;
    private final double spacing;
    private final int firstColumn;
    private final int firstRow;
    private final int columns;
    private final int rows;
    private final float[] nodes;
    private final boolean[] known;

    /** Covers pixels from (x0, y0) to below (x1, y1); these may lie outside the slide. */
    FieldWindow(SlideFields fields, double spacing, int x0, int y0, int x1, int y1) {
        this.fields = fields;
        this.spacing = spacing;
        firstColumn = Math.floorDiv(x0, STEP);
        firstRow = Math.floorDiv(y0, STEP);
        columns = Math.floorDiv(x1, STEP) + 2 - firstColumn;
        rows = Math.floorDiv(y1, STEP) + 2 - firstRow;
        nodes = new float[columns * rows * SlideFields.COUNT];
        known = new boolean[columns * rows];
    }

    /** Whether no pixel of the window's cells is tissue. */
    static boolean isBlank(SlideFields fields, double spacing, int x0, int y0, int x1, int y1) {
        for (int j = Math.floorDiv(y0, STEP); j <= Math.floorDiv(y1 - 1, STEP) + 1; j++) {
            for (int i = Math.floorDiv(x0, STEP); i <= Math.floorDiv(x1 - 1, STEP) + 1; i++) {
                double x = (double) i * STEP * spacing;
                double y = (double) j * STEP * spacing;
                if ((float) fields.tissue(x, y) >= 0) return false;
            }
        }
        return true;
    }

    /**
     * Where the values of the node at the upper left of a pixel stand in {@link #values()}; those
     * to the right follow after {@link SlideFields#COUNT}, those below after {@link #rowStep()}.
     */
    int node(int x, int y) {
        int i = Math.floorDiv(x, STEP) - firstColumn;
        int j = Math.floorDiv(y, STEP) - firstRow;
        know(i, j);
        know(i + 1, j);
        know(i, j + 1);
        know(i + 1, j + 1);
        return (j * columns + i) * SlideFields.COUNT;
    }

    float[] values() {
        return nodes;
    }

    int rowStep() {
        return columns * SlideFields.COUNT;
    }

    /** One field at a pixel. */
    float at(int field, int x, int y) {
        return interpolate(node(x, y) + field, x, y);
    }

    float interpolate(int at, int x, int y) {
        float tx = Math.floorMod(x, STEP) * (1f / STEP);
        float ty = Math.floorMod(y, STEP) * (1f / STEP);
        int below = at + rowStep();
        float left = nodes[at] + ty * (nodes[below] - nodes[at]);
        int right = at + SlideFields.COUNT;
        float end = nodes[right] + ty * (nodes[below + SlideFields.COUNT] - nodes[right]);
        return left + tx * (end - left);
    }

    private void know(int i, int j) {
        int at = j * columns + i;
        if (known[at]) return;
        known[at] = true;
        double x = (double) (firstColumn + i) * STEP * spacing;
        double y = (double) (firstRow + j) * STEP * spacing;
        fields.at(x, y, nodes, at * SlideFields.COUNT);
    }
}
