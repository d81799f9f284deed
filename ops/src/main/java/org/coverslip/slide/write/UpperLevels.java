package org.coverslip.slide.write;

import java.io.IOException;

/**
 * Builds the levels from the third on out of the tiles of the second, which come in depth-first
 * order, so that one open tile per level is all it holds.
 */
final class UpperLevels implements AutoCloseable {

    private final Layout layout;
    private final Reduction reduction;
    private final TileEncoder encoder;
    private final PyramidFile file;
    private final byte[][] open;
    private final int[] columns;
    private final int[] rows;

    UpperLevels(Layout layout, Compression compression, Reduction reduction, PyramidFile file) {
        this.layout = layout;
        this.reduction = reduction;
        this.file = file;
        encoder = compression.encoder(layout.kind(), layout.tile());
        int n = layout.levels().size();
        open = new byte[n][];
        columns = new int[n];
        rows = new int[n];
    }

    /**
     * Adds a tile of a level to the one above it.
     *
     * @param pixels {@code tile} pixels per row
     */
    void add(int level, int column, int row, byte[] pixels) throws IOException {
        int above = level + 1;
        int f = layout.factor();
        if (!layout.exists(above, column / f, row / f)) return;
        boolean other = columns[above] != column / f || rows[above] != row / f;
        if (open[above] != null && other) close(above);
        if (open[above] == null) open[above] = new byte[layout.tileBytes()];
        columns[above] = column / f;
        rows[above] = row / f;
        int part = layout.tile() / f;
        int x = column % f * part;
        int y = row % f * part;
        int w = Math.min(part, layout.width(above, column / f) - x);
        int h = Math.min(part, layout.height(above, row / f) - y);
        if (w <= 0 || h <= 0) return;
        reduction.apply(
                layout.kind(),
                f,
                pixels,
                layout.tile(),
                w,
                h,
                open[above],
                y * layout.tile() + x,
                layout.tile());
    }

    /** Writes what is still open. */
    void finish() throws IOException {
        for (int level = 2; level < open.length; level++) {
            if (open[level] != null) close(level);
        }
    }

    private void close(int level) throws IOException {
        byte[] pixels = open[level];
        open[level] = null;
        int w = layout.width(level, columns[level]);
        int h = layout.height(level, rows[level]);
        TileEdges.extend(pixels, layout.kind().bytes(), layout.tile(), w, h);
        file.put(level, columns[level], rows[level], encoder.encode(pixels));
        add(level, columns[level], rows[level], pixels);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
