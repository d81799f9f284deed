package org.coverslip.slide.cells;

import net.imglib2.img.cell.CellGrid;

/**
 * How one level is cut into cells.
 *
 * @param width pixels of the level
 * @param height pixels of the level
 * @param channels extent of axis c
 * @param cellChannels channels that are decoded together: all of them where they lie interleaved in
 *     the file, 1 where each is stored apart; divides {@code channels}
 * @param cellWidth pixels of a cell; best that of the file's tiles
 * @param cellHeight pixels of a cell
 * @param type of one sample
 */
public record CellLayout(
        long width,
        long height,
        int channels,
        int cellChannels,
        int cellWidth,
        int cellHeight,
        PixelType type) {

    private static final int SMALLEST = 256;
    private static final int LARGEST = 1024;
    private static final int UNKNOWN = 512;
    private static final int WIDEST_ROW = 4096;
    private static final int BAND = 1 << 22;

    /** Spectral images keep hundreds of channels in one tile. */
    private static final int MOST_SAMPLES = 1 << 24;

    public CellLayout {
        if (width < 1 || height < 1 || channels < 1 || cellWidth < 1 || cellHeight < 1) {
            throw new IllegalArgumentException(
                    width
                            + " x "
                            + height
                            + " x "
                            + channels
                            + " in "
                            + cellWidth
                            + " x "
                            + cellHeight);
        }
        if (cellChannels < 1 || channels % cellChannels != 0) {
            throw new IllegalArgumentException(cellChannels + " of " + channels + " channels");
        }
    }

    /**
     * Cells that follow the file's tiles: whole tiles until a side has at least 256 pixels, and at
     * most 1024. Small tiles taken one by one drown in bookkeeping, and a cell that cuts tiles
     * decodes some of them twice. Where the file stores whole rows of at most 4096 pixels, a cell
     * is a band of whole rows for the same reason.
     *
     * @param tileWidth pixels of the file's tiles, {@code width} or more for rows; 0 or less if
     *     unknown
     * @param tileHeight pixels of the file's tiles; 0 or less if unknown
     */
    public static CellLayout of(
            long width,
            long height,
            int channels,
            int cellChannels,
            int tileWidth,
            int tileHeight,
            PixelType type) {
        boolean rows = tileWidth >= width && width <= WIDEST_ROW;
        int w = rows ? (int) width : Math.min(side(tileWidth), LARGEST);
        int h = Math.min(side(tileHeight), rows ? Math.max(LARGEST, BAND / w) : LARGEST);
        w = (int) Math.min(w, width);
        h = (int) Math.min(h, height);
        while ((long) w * h * cellChannels > MOST_SAMPLES) {
            if (h >= w) h = (h + 1) / 2;
            else w = (w + 1) / 2;
        }
        return new CellLayout(width, height, channels, cellChannels, w, h, type);
    }

    private static int side(int tile) {
        if (tile < 1) return UNKNOWN;
        return tile >= SMALLEST ? tile : tile * ((SMALLEST + tile - 1) / tile);
    }

    /** The cells over axes [x,y,c]. */
    CellGrid grid() {
        return new CellGrid(
                new long[] {width, height, channels},
                new int[] {cellWidth, cellHeight, cellChannels});
    }
}
