package org.coverslip.segment.dense;

import java.util.List;
import java.util.OptionalInt;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileSampler;

/**
 * Measures how far into a tile a network's answer suffers from what it does not see beyond the
 * tile's side. Two tiles of the image that overlap are computed; where they agree, both saw enough.
 */
public final class Rim {

    /** Numbers nearer to each other than this are taken for the same. */
    private static final float SAME = 5e-5f;

    private final DenseNetwork network;

    /**
     * @param network stays open
     */
    public Rim(DenseNetwork network) {
        this.network = network;
    }

    /**
     * @param x left edge of the first tile, in pixels of the network's input
     * @param y upper edge; the second tile lies further to the right
     * @return output pixels; empty if the tiles agree nowhere, as with a network that looks at a
     *     whole tile at once
     */
    public OptionalInt measure(
            DenseGrid grid,
            TileSampler sampler,
            Preparation preparation,
            Preparation.Source source,
            int x,
            int y) {
        int w = network.x().tile();
        int h = network.y().tile();
        int step = network.x().step();
        int shift = Math.max(step, w / 4 / step * step);
        float[] a = run(grid, sampler, preparation, source, x, y, w, h);
        float[] b = run(grid, sampler, preparation, source, x + shift, y, w, h);
        int ow = network.x().out();
        int oh = network.y().out();
        int move = shift / network.x().ratio();
        float[] worst = new float[ow];
        for (int p = 0; p < network.planes(); p++) {
            for (int j = 0; j < oh; j++) {
                int row = (p * oh + j) * ow;
                for (int i = move; i < ow; i++) {
                    float d = Math.abs(a[row + i] - b[row + i - move]);
                    d /= 1 + Math.abs(a[row + i]);
                    // NB: NaN and infinity are somebody else's to complain about.
                    if (d > worst[i]) worst[i] = d;
                }
            }
        }
        for (int rim = 0; 2 * rim < ow - move; rim++) {
            boolean agree = true;
            for (int i = move + rim; i < ow - rim; i++) agree &= worst[i] <= SAME;
            if (agree) return OptionalInt.of(rim);
        }
        return OptionalInt.empty();
    }

    private float[] run(
            DenseGrid grid,
            TileSampler sampler,
            Preparation preparation,
            Preparation.Source source,
            int x,
            int y,
            int w,
            int h) {
        TensorBlock sample = preparation.prepare(sampler.read(grid.window(x, y, w, h)), source);
        return network.run(List.of(sample)).get(0).planes();
    }
}
