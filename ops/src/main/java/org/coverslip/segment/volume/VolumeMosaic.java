package org.coverslip.segment.volume;

import java.util.Arrays;
import org.coverslip.tile.StripWalk;

/**
 * Blends tiles into a volume, of which rows that no later tile reaches are handed on and forgotten,
 * through all slices at once. Memory: one row of tiles of a strip, times the depth.
 *
 * <p>NB: the rows go by and not the slices, because stacks have more of the former: what is held is
 * smaller, and every column of voxels is seen as a whole.
 *
 * <p>Where no tile was put, values are NaN. Not for several threads at once.
 */
public final class VolumeMosaic {

    private final VolumeGrid grid;
    private final Sink sink;
    private final int tileWidth;
    private final int tileHeight;
    private final int tileDepth;
    private final int depth;
    private final float[][] sums;
    private float[] weights;
    private final StripWalk walk;
    private int width;

    /** Takes finished parts of the volume. */
    @FunctionalInterface
    public interface Sink {
        void slab(Slab slab);
    }

    /**
     * Rows through all slices; overwritten after the call.
     *
     * @param x left edge, output voxels
     * @param y first row
     * @param width voxels of a row
     * @param rows how many are finished
     * @param depth slices
     * @param pitch rows that the array holds of each slice
     * @param values [plane][slice][pitch][width]
     */
    public record Slab(int x, int y, int width, int rows, int depth, int pitch, float[][] values) {

        /** Place of the first voxel of a row, counted from {@code y}, in the arrays. */
        public int row(int row, int slice) {
            return (slice * pitch + row) * width;
        }
    }

    /**
     * @param planes values per voxel
     * @param sink is called strip by strip, row by row, without gaps
     */
    public VolumeMosaic(VolumeGrid grid, int planes, Sink sink) {
        this.grid = grid;
        this.sink = sink;
        tileWidth = grid.xs().tile();
        tileHeight = grid.ys().tile();
        tileDepth = grid.zs().tile();
        depth = grid.zs().length();
        sums = new float[planes][];
        walk = new StripWalk(grid.ys(), grid.strips(), this::begin, this::done);
    }

    /**
     * Adds a tile, in the order of the grid.
     *
     * @param values [plane][z][y][x] as one array
     */
    public void put(VolumeGrid.Place place, float[] values) {
        walk.to(place.plane().strip(), place.plane().row());
        float[] wz = grid.zs().weights(place.layer());
        float[] wy = grid.ys().weights(place.plane().row());
        float[] wx = grid.xs().weights(place.plane().column());
        int left = grid.xs().origin(place.plane().column()) - walk.left();
        int front = grid.zs().origin(place.layer());
        int x0 = Math.max(0, -left);
        int x1 = Math.min(tileWidth, width - left);
        for (int z = 0; z < tileDepth; z++) {
            for (int y = 0; y < tileHeight; y++) {
                float part = wz[z] * wy[y];
                if (part == 0) continue;
                int to = ((front + z) * tileHeight + y) * width + left;
                for (int x = x0; x < x1; x++) weights[to + x] += part * wx[x];
                for (int p = 0; p < sums.length; p++) {
                    float[] sum = sums[p];
                    int at = ((p * tileDepth + z) * tileHeight + y) * tileWidth;
                    for (int x = x0; x < x1; x++) {
                        float w = part * wx[x];
                        if (w > 0) sum[to + x] += w * values[at + x];
                    }
                }
            }
        }
    }

    /** Hands on all that is left. */
    public void finish() {
        walk.toEnd();
    }

    private void begin(int columns) {
        width = columns;
        int size = Math.multiplyExact(Math.multiplyExact(width, tileHeight), depth);
        // NB: the old ones are let go first, or there would be twice as many for a moment.
        weights = null;
        Arrays.fill(sums, null);
        weights = new float[size];
        for (int p = 0; p < sums.length; p++) sums[p] = new float[size];
    }

    private void done(int left, int top, int rows) {
        int plane = tileHeight * width;
        int finished = rows * width;
        for (int z = 0; z < depth; z++) {
            for (float[] sum : sums) {
                for (int i = z * plane; i < z * plane + finished; i++) {
                    sum[i] = weights[i] > 0 ? sum[i] / weights[i] : Float.NaN;
                }
            }
        }
        sink.slab(new Slab(left, top, width, rows, depth, tileHeight, sums));
        for (int z = 0; z < depth; z++) {
            for (float[] sum : sums) shift(sum, z * plane, finished, plane);
            shift(weights, z * plane, finished, plane);
        }
    }

    private static void shift(float[] values, int from, int by, int length) {
        System.arraycopy(values, from + by, values, from, length - by);
        Arrays.fill(values, from + length - by, from + length, 0);
    }
}
