package org.coverslip.slide.write;

import java.util.ArrayList;
import java.util.List;

/**
 * How an image is cut: levels, each {@code factor} times smaller than the one before, until one
 * fits into {@code SMALL} pixels; each cut into square tiles.
 *
 * @param kind of the pixels
 * @param tile edge of a tile, pixels
 * @param factor from one level to the next
 * @param levels from full resolution down
 */
record Layout(PixelKind kind, int tile, int factor, List<TileIndex> levels) {

    /** The last level's larger side is at most this. */
    private static final int SMALL = 1024;

    static Layout of(PixelSource source, int tile, int factor) {
        List<TileIndex> levels = new ArrayList<>();
        int w = source.width();
        int h = source.height();
        levels.add(new TileIndex(w, h, tile));
        while (Math.max(w, h) > SMALL && Math.min(w, h) >= factor) {
            w /= factor;
            h /= factor;
            levels.add(new TileIndex(w, h, tile));
        }
        return new Layout(source.kind(), tile, factor, List.copyOf(levels));
    }

    TileIndex level(int i) {
        return levels.get(i);
    }

    /** Columns of tile {@code column} that lie inside the level. */
    int width(int level, int column) {
        return Math.max(0, Math.min(tile, level(level).width - column * tile));
    }

    /** Rows of tile {@code row} that lie inside the level. */
    int height(int level, int row) {
        return Math.max(0, Math.min(tile, level(level).height - row * tile));
    }

    boolean exists(int level, int column, int row) {
        return level < levels.size() && level(level).has(column, row);
    }

    int tileBytes() {
        return tile * tile * kind.bytes();
    }
}
