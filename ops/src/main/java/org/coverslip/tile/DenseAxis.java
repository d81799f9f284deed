package org.coverslip.tile;

import java.util.Arrays;
import org.coverslip.RefusedException;

/**
 * One axis of a plane that is put together from overlapping tiles, in pixels of the network's
 * output. The first tile begins where the axis begins and the last one ends where it ends, so that
 * a network sees the image's border just where the image has it.
 *
 * <p>What is nearer to a tile's side than the halo counts for nothing, except at the ends of the
 * axis; between two halos the weight grows evenly.
 */
public final class DenseAxis {

    private final int length;
    private final int tile;
    private final int overlap;
    private final int halo;
    private final int stride;
    private final int count;

    /**
     * @param length of the axis; longer than {@code tile} by a multiple of {@code step}
     * @param tile length of what a tile gives
     * @param overlap that neighbours share at least
     * @param halo at either side of a tile that is not trusted
     * @param step that tiles' places are multiples of
     * @throws RefusedException if tiles that overlap so much never get on
     */
    public DenseAxis(int length, int tile, int overlap, int halo, int step) {
        if (tile < 1 || length < tile || step < 1 || (length - tile) % step != 0) {
            throw new IllegalArgumentException(length + " in tiles of " + tile + ", step " + step);
        }
        this.length = length;
        this.tile = tile;
        this.halo = halo;
        this.overlap = Math.max(overlap, 2 * halo);
        stride = (tile - this.overlap) / step * step;
        if (length > tile && stride < step) {
            throw new RefusedException(
                    "overlap",
                    "tiles of "
                            + tile
                            + " pixels that share "
                            + this.overlap
                            + " with the next never get on",
                    "use larger tiles or less overlap");
        }
        count = length == tile ? 1 : 1 + (length - tile + stride - 1) / stride;
    }

    /** Pixels of the whole axis. */
    public int length() {
        return length;
    }

    /** Pixels of a tile. */
    public int tile() {
        return tile;
    }

    /** Number of tiles. */
    public int count() {
        return count;
    }

    /** Where tile {@code i} begins. */
    public int origin(int i) {
        return Math.min(i * stride, length - tile);
    }

    /** The first pixel that tile {@code i} has a say in. */
    public int first(int i) {
        return i == 0 ? 0 : origin(i) + halo;
    }

    /** Behind the last pixel that tile {@code i} has a say in. */
    public int end(int i) {
        return i == count - 1 ? length : origin(i) + tile - halo;
    }

    /** Weight of each of a tile's pixels, 0 to 1. */
    public float[] weights(int i) {
        float[] w = new float[tile];
        Arrays.fill(w, 1);
        int ramp = overlap - 2 * halo;
        for (int p = 0; p < tile; p++) {
            if (i > 0) w[p] = weight(p - halo, ramp);
            if (i < count - 1) w[p] = Math.min(w[p], weight(tile - 1 - p - halo, ramp));
        }
        return w;
    }

    private static float weight(int inside, int ramp) {
        if (inside < 0) return 0;
        return Math.min(1, (inside + 1) / (ramp + 1f));
    }
}
