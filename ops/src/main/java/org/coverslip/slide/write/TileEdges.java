package org.coverslip.slide.write;

/** What stands in the part of an edge tile that lies outside the image. */
final class TileEdges {

    private TileEdges() {}

    /**
     * Repeats the last column and the last row, so that JPEG has no hard edge to ring at.
     *
     * @param tile {@code side * side} pixels
     * @param w columns that are there, at least 1
     * @param h rows that are there, at least 1
     */
    static void extend(byte[] tile, int bytes, int side, int w, int h) {
        for (int y = 0; y < h && w < side; y++) {
            int row = y * side * bytes;
            for (int i = w * bytes; i < side * bytes; i++) tile[row + i] = tile[row + i - bytes];
        }
        int row = side * bytes;
        for (int y = h; y < side; y++) System.arraycopy(tile, (y - 1) * row, tile, y * row, row);
    }
}
