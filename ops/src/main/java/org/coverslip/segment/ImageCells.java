package org.coverslip.segment;

import java.util.LinkedHashMap;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileSampler;

/**
 * The image's own values at the resolution of the objects, read in squares of which some are kept.
 */
final class ImageCells {

    private static final int SIDE = 512;
    private static final int KEPT = 24;

    private final DenseGrid grid;
    private final int ratio;
    private final TileSampler sampler;
    private final Map<Long, float[][]> cells = new LinkedHashMap<>(32, 0.75f, true);

    /**
     * @param level pixels of the level that the grid reads
     * @param ratio input pixels of the network per pixel of the objects' plane
     */
    ImageCells(DenseGrid grid, RandomAccessibleInterval<? extends RealType<?>> level, int ratio) {
        this.grid = grid;
        this.ratio = ratio;
        sampler = new TileSampler(level, SIDE, SIDE, new EdgeRule.Reflect());
    }

    /**
     * @return [channel][y][x]
     */
    float[][] read(int x, int y, int w, int h) {
        float[][] out = null;
        for (int cy = y / SIDE; cy * SIDE < y + h; cy++) {
            for (int cx = x / SIDE; cx * SIDE < x + w; cx++) {
                float[][] cell = cell(cx, cy);
                if (out == null) out = new float[cell.length][w * h];
                int x0 = Math.max(x, cx * SIDE);
                int n = Math.min(x + w, (cx + 1) * SIDE) - x0;
                int y1 = Math.min(y + h, (cy + 1) * SIDE);
                for (int j = Math.max(y, cy * SIDE); j < y1; j++) {
                    int from = (j - cy * SIDE) * SIDE + x0 - cx * SIDE;
                    for (int c = 0; c < cell.length; c++) {
                        System.arraycopy(cell[c], from, out[c], (j - y) * w + x0 - x, n);
                    }
                }
            }
        }
        return out;
    }

    private float[][] cell(int cx, int cy) {
        long key = (long) cy << 32 | cx;
        float[][] known = cells.get(key);
        if (known != null) return known;
        int length = SIDE * ratio;
        Tile tile = grid.window(cx * length, cy * length, length, length);
        RandomAccessibleInterval<? extends RealType<?>> pixels = sampler.read(tile);
        int channels = (int) pixels.dimension(2);
        float[] all = new float[channels * SIDE * SIDE];
        Img<FloatType> target = ArrayImgs.floats(all, SIDE, SIDE, channels);
        copy(pixels, target);
        float[][] planes = new float[channels][SIDE * SIDE];
        for (int c = 0; c < channels; c++) {
            System.arraycopy(all, c * SIDE * SIDE, planes[c], 0, SIDE * SIDE);
        }
        if (cells.size() >= KEPT) cells.remove(cells.keySet().iterator().next());
        cells.put(key, planes);
        return planes;
    }

    private static void copy(
            RandomAccessibleInterval<? extends RealType<?>> from, Img<FloatType> to) {
        var out = to.cursor();
        var in = Views.flatIterable(from).cursor();
        while (out.hasNext()) out.next().setReal(in.next().getRealFloat());
    }
}
