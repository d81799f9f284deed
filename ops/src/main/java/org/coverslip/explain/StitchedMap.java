package org.coverslip.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.report.PlacedTiff;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileGrid;

/**
 * The explanations of a slide's tiles put together, finer than the tiles: each tile is cut into
 * cells, as many as the method's own grid has, at most {@value #MOST_CELLS} a side. Where tiles
 * overlap, a cell's value is the mean over them, each weighted with {@code exp(-d^2 / (2 sigma^2))}
 * of the cell's distance from the tile's centre, sigma a quarter of the tile along each axis, as in
 * {@link org.coverslip.tile.Mosaic}.
 *
 * <p>Values are those before normalisation, so that tiles can be held against each other: a tile in
 * which hardly anything speaks for the label stays dark.
 */
final class StitchedMap {

    static final int MOST_CELLS = 16;

    private static final long MOST_VALUES = 1L << 25;
    private static final double SIGMA = 0.25;

    private final double cellX;
    private final double cellY;
    private final int columns;
    private final int rows;
    private final float[][] sums;
    private final float[] weights;

    /**
     * @param slide its level 0
     * @param heat of any tile, for the number of its cells
     * @param labels how many maps are put together
     * @throws RefusedException if the maps would take more than about 300 MB
     */
    StitchedMap(String image, TileGrid grid, Level slide, RawHeat heat, int labels) {
        int across = Math.min(MOST_CELLS, heat.width());
        int down = Math.min(MOST_CELLS, heat.height());
        while (size(grid, slide, across, down) * (labels + 1) > MOST_VALUES && across + down > 2) {
            across = Math.max(1, across / 2);
            down = Math.max(1, down / 2);
        }
        if (size(grid, slide, across, down) * (labels + 1) > MOST_VALUES) {
            throw new RefusedException(
                    image,
                    "the maps of " + labels + " labels do not fit into memory",
                    "explain fewer labels");
        }
        cellX = grid.tileWidth() / across;
        cellY = grid.tileHeight() / down;
        columns = (int) Math.ceil(slide.width() / cellX);
        rows = (int) Math.ceil(slide.height() / cellY);
        sums = new float[labels][columns * rows];
        weights = new float[columns * rows];
    }

    private static double size(TileGrid grid, Level slide, int across, int down) {
        return Math.ceil(slide.width() / grid.tileWidth() * across)
                * Math.ceil(slide.height() / grid.tileHeight() * down);
    }

    /**
     * Enters a tile: every cell whose centre it covers takes its value there, so that a tile that
     * starts between two cells is not moved.
     *
     * @param heats one per label
     */
    void put(Tile tile, List<RawHeat> heats) {
        int left = (int) Math.max(0, Math.ceil(tile.x0() / cellX - 0.5));
        int top = (int) Math.max(0, Math.ceil(tile.y0() / cellY - 0.5));
        int right = (int) Math.min(columns, Math.ceil((tile.x0() + tile.w0()) / cellX - 0.5));
        int bottom = (int) Math.min(rows, Math.ceil((tile.y0() + tile.h0()) / cellY - 0.5));
        int across = (int) Math.round(tile.w0() / cellX);
        int down = (int) Math.round(tile.h0() / cellY);
        for (int label = 0; label < sums.length; label++) {
            RawHeat cells = reduced(heats.get(label), across, down);
            for (int y = top; y < bottom; y++) {
                double dy = (y + 0.5) * cellY - tile.y0();
                double v = (dy / tile.h0() - 0.5) / SIGMA;
                for (int x = left; x < right; x++) {
                    double dx = (x + 0.5) * cellX - tile.x0();
                    double u = (dx / tile.w0() - 0.5) / SIGMA;
                    float weight = (float) Math.exp(-(u * u + v * v) / 2);
                    int at = y * columns + x;
                    sums[label][at] += weight * cells.at(dx / cellX - 0.5, dy / cellY - 0.5);
                    if (label == 0) weights[at] += weight;
                }
            }
        }
    }

    /** The mean of the values under each cell: finer grids lose no peak between two cells. */
    private static RawHeat reduced(RawHeat heat, int width, int height) {
        if (heat.width() <= width && heat.height() <= height) return heat.resized(width, height);
        int fx = Math.max(1, heat.width() / width);
        int fy = Math.max(1, heat.height() / height);
        RawHeat fine = heat.resized(width * fx, height * fy);
        float[] means = new float[width * height];
        for (int y = 0; y < height * fy; y++) {
            for (int x = 0; x < width * fx; x++) {
                means[y / fy * width + x / fx] += fine.values()[y * width * fx + x] / (fx * fy);
            }
        }
        return new RawHeat(width, height, means);
    }

    /** The map of a label; NaN where no tile was. */
    RawHeat map(int label) {
        float[] values = new float[columns * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights[i] > 0 ? sums[label][i] / weights[i] : Float.NaN;
        }
        return new RawHeat(columns, rows, values);
    }

    /**
     * A map for people to look at: what speaks for the label, divided by the value that one cell in
     * a thousand exceeds, so that a single tile cannot make all others dark.
     */
    static RawHeat scaled(RawHeat map) {
        float[] values = map.values();
        float[] known = new float[values.length];
        int n = 0;
        for (float v : values) if (!Float.isNaN(v)) known[n++] = Math.max(0, v);
        float[] sorted = Arrays.copyOf(known, n);
        Arrays.sort(sorted);
        float white = n == 0 ? 1 : sorted[Math.max(0, (int) Math.ceil(n * 0.999) - 1)];
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            float v = Math.max(0, values[i]);
            out[i] = Float.isNaN(values[i]) ? Float.NaN : white > 0 ? Math.min(1, v / white) : 0;
        }
        return new RawHeat(map.width(), map.height(), out);
    }

    /** Where its cells lie on the slide. */
    PlacedTiff placed(Optional<PixelSize> pixelSize) {
        return new PlacedTiff(cellX, cellY, 0, 0, pixelSize);
    }

    /**
     * A map as it lies over a small picture of the slide; NaN where no tile was.
     *
     * @param scale pixels of the slide per pixel of the picture
     */
    RawHeat onto(RawHeat map, int width, int height, double scale) {
        float[] values = new float[width * height];
        for (int y = 0, i = 0; y < height; y++) {
            double v = (y + 0.5) * scale / cellY;
            int row = Math.min(rows - 1, (int) v);
            for (int x = 0; x < width; x++, i++) {
                double u = (x + 0.5) * scale / cellX;
                int column = Math.min(columns - 1, (int) u);
                float smooth = (float) map.at(u - 0.5, v - 0.5);
                // NB: at the rim a neighbour is NaN, and with it everything between the two.
                boolean rim = Float.isNaN(smooth);
                values[i] = rim ? map.values()[row * columns + column] : smooth;
            }
        }
        return new RawHeat(width, height, values);
    }
}
