package org.coverslip.tile;

import java.util.Arrays;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.coverslip.RefusedException;

/**
 * Puts the values of a grid's tiles together into a heat map, blended where tiles overlap.
 *
 * <p>The map has one pixel per place of the grid, centred on the tile there, so that it lies
 * exactly where the tiles were. A pixel's value is the mean over the tiles that reach its centre,
 * weighted with {@code exp(-d^2 / (2 sigma^2))} for a tile whose centre is at distance d, sigma a
 * quarter of the tile along each axis. A tile counts only together with the one opposite: at the
 * rim of the tissue, where one is missing, both stay out. So the weights are always symmetric, and
 * a map does not drift towards the inside at a rim: values that grow evenly over the slide come out
 * unchanged everywhere, and constant values constant.
 *
 * <p>Values may come in any order and from several threads; the map is the same to the last bit.
 * Memory: one float per place and label. The rim of the slide, as wide as half of what a tile is
 * wider than the stride, has no pixel.
 */
public final class Mosaic {

    private static final int MOST_VALUES = 1 << 28;
    private static final double SIGMA = 0.25;

    private final TileGrid grid;
    private final List<String> labels;
    private final float[] values;
    private final int places;

    /**
     * @param labels one per value of a tile
     * @throws RefusedException if the map would not fit in 1 GB
     */
    public Mosaic(TileGrid grid, List<String> labels) {
        this.grid = grid;
        this.labels = List.copyOf(labels);
        places = grid.rows() * grid.columns();
        if ((long) places * labels.size() > MOST_VALUES) {
            throw new RefusedException(
                    "heat map",
                    grid.columns() + " x " + grid.rows() + " x " + labels.size() + " is too large",
                    "lower overlap=");
        }
        values = new float[places * labels.size()];
        Arrays.fill(values, Float.NaN);
    }

    /**
     * Enters the values of a tile. Those of tiles that failed are left out: their pixels are NaN.
     * Several threads may do so, if all are waited for before {@link #blend()}.
     *
     * @param tile of the grid
     * @param scores one per label
     */
    public void put(Tile tile, float[] scores) {
        if (scores.length != labels.size()) {
            throw new IllegalArgumentException(
                    scores.length + " values for " + labels.size() + " labels");
        }
        for (int c = 0; c < scores.length; c++) values[c * places + tile.index()] = scores[c];
    }

    /** The map of what has been entered so far. */
    public HeatMap blend() {
        double[] wx = weights(grid.tileWidth(), grid.strideX());
        double[] wy = weights(grid.tileHeight(), grid.strideY());
        float[] out = new float[values.length];
        for (int c = 0; c < labels.size(); c++) blend(c * places, wx, wy, out);
        Placement placement =
                new Placement(
                        grid.strideX(),
                        grid.strideY(),
                        (grid.tileWidth() - grid.strideX()) / 2,
                        (grid.tileHeight() - grid.strideY()) / 2);
        return new HeatMap(
                ArrayImgs.floats(out, grid.columns(), grid.rows(), labels.size()),
                placement,
                labels);
    }

    /** Weights of tiles 0, 1, ... strides away, as far as they reach the centre of a pixel. */
    private static double[] weights(double tile, double stride) {
        double[] weights = new double[1 + (int) Math.floor(tile / 2 / stride + 1e-9)];
        for (int i = 0; i < weights.length; i++) {
            double d = i * stride / (SIGMA * tile);
            weights[i] = Math.exp(-d * d / 2);
        }
        return weights;
    }

    private void blend(int from, double[] wx, double[] wy, float[] out) {
        int w = grid.columns();
        int h = grid.rows();
        for (int y = 0, i = from; y < h; y++) {
            for (int x = 0; x < w; x++, i++) {
                double sum = values[i];
                double weights = 1;
                // NB: pairs of opposite places, each met once: half of the neighbourhood.
                int side = Math.min(wx.length - 1, Math.min(x, w - 1 - x));
                int down = Math.min(wy.length - 1, Math.min(y, h - 1 - y));
                for (int dy = 0; dy <= down; dy++) {
                    for (int dx = dy == 0 ? 1 : -side; dx <= side; dx++) {
                        int step = dy * w + dx;
                        double pair = (double) values[i - step] + values[i + step];
                        if (Double.isNaN(pair)) continue;
                        double k = wy[dy] * wx[Math.abs(dx)];
                        sum += k * pair;
                        weights += 2 * k;
                    }
                }
                out[i] = (float) (sum / weights);
            }
        }
    }
}
