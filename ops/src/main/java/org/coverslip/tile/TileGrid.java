package org.coverslip.tile;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;

/**
 * Tiles of a network's input size over a slide, at the network's um per pixel. Tile (row, column)
 * has its corner at {@code (column * strideX, row * strideY)} in level-0 pixels: computed from the
 * index in double precision, never by adding up, so that it is exact on any slide. The last row and
 * column may reach beyond the slide.
 *
 * <p>Holds one bit per place. Immutable, safe for several threads.
 */
public final class TileGrid implements Iterable<Tile> {

    /** Places the iteration goes through side by side before it turns to the next row. */
    private static final int STRIP = 16;

    /** Tiles that hold less than this part of an area are taken to miss it: rounding. */
    private static final double NOTHING = 1e-9;

    private final TileScale scale;
    private final double tileWidth;
    private final double tileHeight;
    private final double strideX;
    private final double strideY;
    private final int rows;
    private final int columns;
    private final BitSet selected;
    private final int size;

    private TileGrid(Builder b) {
        scale = b.scale;
        tileWidth = b.width * scale.x();
        tileHeight = b.height * scale.y();
        strideX = tileWidth * (1 - b.overlap);
        strideY = tileHeight * (1 - b.overlap);
        long across = places(b.slide.width(), tileWidth, strideX);
        long down = places(b.slide.height(), tileHeight, strideY);
        if (across * (double) down > Integer.MAX_VALUE - 8) {
            throw new RefusedException(
                    b.image,
                    String.format(
                            Locale.ROOT,
                            "tiles of %.4g pixels with an overlap of %.3g need %d x %d places, too"
                                    + " many to count",
                            tileWidth,
                            b.overlap,
                            across,
                            down),
                    "lower overlap=");
        }
        columns = (int) across;
        rows = (int) down;
        selected = select(b);
        size = selected.cardinality();
    }

    /** Enough tiles to reach the end of an axis; a billionth of a stride short counts as there. */
    private static long places(long length, double tile, double stride) {
        return length <= tile ? 1 : 1 + (long) Math.ceil((length - tile) / stride - NOTHING);
    }

    private BitSet select(Builder b) {
        BitSet chosen = new BitSet(rows * columns);
        for (int r = 0; r < rows; r++) {
            double y = r * strideY;
            // NB: where a tile is larger than the slide or hangs over, only its part inside counts.
            double h = Math.min(tileHeight, b.slide.height() - y);
            Coverage row = b.coverage.row(y, h);
            for (int c = 0; c < columns; c++) {
                double x = c * strideX;
                double w = Math.min(tileWidth, b.slide.width() - x);
                double part = row.area(x, y, w, h) / (w * h);
                if (part > NOTHING && part >= b.threshold - NOTHING) chosen.set(r * columns + c);
            }
        }
        return chosen;
    }

    /**
     * A grid over every part of a slide, without overlap, until told otherwise.
     *
     * @param image name for messages
     * @param slide its level 0
     * @param width of the network's input in its pixels
     * @param height of the network's input in its pixels
     */
    public static Builder builder(
            String image, Level slide, TileScale scale, int width, int height) {
        return new Builder(image, slide, scale, width, height);
    }

    /** Number of tiles in the grid's selection. */
    public int size() {
        return size;
    }

    /** Places from top to bottom, selected or not. */
    public int rows() {
        return rows;
    }

    /** Places from left to right, selected or not. */
    public int columns() {
        return columns;
    }

    /** Level-0 pixels from one tile to the next to the right, not rounded. */
    public double strideX() {
        return strideX;
    }

    /** Level-0 pixels from one tile to the next below, not rounded. */
    public double strideY() {
        return strideY;
    }

    /** Width of a tile in level-0 pixels, not rounded. */
    public double tileWidth() {
        return tileWidth;
    }

    /** Height of a tile in level-0 pixels, not rounded. */
    public double tileHeight() {
        return tileHeight;
    }

    /** What a user should know of the scale; empty if nothing. */
    public List<String> notes() {
        return scale.notes();
    }

    /** Whether the tile at a place is in the selection. */
    public boolean contains(int row, int column) {
        return selected.get(place(row, column));
    }

    /** The tile at a place, selected or not. */
    public Tile tile(int row, int column) {
        double x = column * strideX;
        double y = row * strideY;
        double d = scale.downsample();
        return new Tile(
                place(row, column),
                row,
                column,
                x,
                y,
                tileWidth,
                tileHeight,
                scale.level(),
                x / d,
                y / d,
                tileWidth / d,
                tileHeight / d);
    }

    private int place(int row, int column) {
        if (row < 0 || column < 0 || row >= rows || column >= columns) {
            throw new IndexOutOfBoundsException("row " + row + ", column " + column);
        }
        return row * columns + column;
    }

    /**
     * The selected tiles, in strips of 16 columns from left to right; within a strip row by row,
     * every second one backwards. So the pixels that neighbouring tiles share are met again soon: a
     * cache has to hold one row of 16 tiles, not one of the whole slide.
     */
    @Override
    public Iterator<Tile> iterator() {
        return new Iterator<>() {
            private int strip;
            private int row;
            private int step = -1;
            private Tile next = find();

            private Tile find() {
                while (strip < columns) {
                    int width = Math.min(STRIP, columns - strip);
                    if (++step == width) {
                        step = 0;
                        if (++row == rows) {
                            row = 0;
                            strip += STRIP;
                            if (strip >= columns) return null;
                            width = Math.min(STRIP, columns - strip);
                        }
                    }
                    int column = strip + (row % 2 == 0 ? step : width - 1 - step);
                    if (selected.get(row * columns + column)) return tile(row, column);
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Tile next() {
                if (next == null) throw new NoSuchElementException();
                Tile tile = next;
                next = find();
                return tile;
            }
        };
    }

    /** Collects what a grid is made of. */
    public static final class Builder {

        private final String image;
        private final Level slide;
        private final TileScale scale;
        private final int width;
        private final int height;
        private double overlap;
        private Coverage coverage = Coverage.ALL;
        private double threshold;

        private Builder(String image, Level slide, TileScale scale, int width, int height) {
            if (width < 1 || height < 1 || slide.width() < 1 || slide.height() < 1) {
                throw new IllegalArgumentException("tiles of " + width + " x " + height);
            }
            this.image = image;
            this.slide = slide;
            this.scale = scale;
            this.width = width;
            this.height = height;
        }

        /**
         * Part of its width and height that a tile shares with the next, 0 up to 0.95.
         *
         * @throws RefusedException if it is outside
         */
        public Builder overlap(double part) {
            if (!(part >= 0 && part <= 0.95)) {
                throw new RefusedException(
                        "overlap=" + part,
                        "tiles cannot share that much",
                        "give a part of the tile from 0 to 0.95");
            }
            overlap = part;
            return this;
        }

        /** Overlap in pixels of the network; the same part is shared from top to bottom. */
        public Builder overlapPixels(int pixels) {
            return overlap((double) pixels / width);
        }

        /**
         * Which tiles are in: those with at least {@code part} of their area on the slide inside
         * the coverage; with 0, those that touch it.
         *
         * @throws RefusedException if {@code part} is not from 0 to 1
         */
        public Builder inside(Coverage wanted, double part) {
            if (!(part >= 0 && part <= 1)) {
                throw new RefusedException(
                        "tissue fraction " + part, "it is no part of a tile", "give 0 to 1");
            }
            coverage = wanted;
            threshold = part;
            return this;
        }

        public TileGrid build() {
            return new TileGrid(this);
        }
    }
}
