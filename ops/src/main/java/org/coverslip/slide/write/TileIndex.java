package org.coverslip.slide.write;

/** Size of one level, and where its tiles stand in the file. */
final class TileIndex {

    final int width;
    final int height;
    final int across;
    final int down;
    final long[] offsets;
    final long[] counts;

    TileIndex(int width, int height, int tile) {
        this.width = width;
        this.height = height;
        across = (width + tile - 1) / tile;
        down = (height + tile - 1) / tile;
        offsets = new long[Math.multiplyExact(across, down)];
        counts = new long[offsets.length];
    }

    boolean has(int column, int row) {
        return column < across && row < down;
    }

    void put(int column, int row, long offset, long count) {
        int i = row * across + column;
        offsets[i] = offset;
        counts[i] = count;
    }
}
