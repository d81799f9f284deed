package org.coverslip.tile;

/**
 * One tile of a {@link TileGrid}.
 *
 * @param index place in the whole grid, row by row: {@code row * columns + column}; the same
 *     whichever tiles are selected
 * @param row from 0
 * @param column from 0
 * @param x0 left edge in level-0 pixels, not rounded
 * @param y0 upper edge in level-0 pixels
 * @param w0 width in level-0 pixels
 * @param h0 height in level-0 pixels
 * @param level of the slide it is read from
 * @param x left edge in pixels of that level, not rounded
 * @param y upper edge in pixels of that level
 * @param width in pixels of that level
 * @param height in pixels of that level
 */
public record Tile(
        int index,
        int row,
        int column,
        double x0,
        double y0,
        double w0,
        double h0,
        int level,
        double x,
        double y,
        double width,
        double height) {

    /** Horizontal centre in level-0 pixels. */
    public double centreX() {
        return x0 + w0 / 2;
    }

    /** Vertical centre in level-0 pixels. */
    public double centreY() {
        return y0 + h0 / 2;
    }
}
