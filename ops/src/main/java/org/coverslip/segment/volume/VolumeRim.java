package org.coverslip.segment.volume;

import java.util.List;
import java.util.OptionalInt;

/**
 * Measures how far into a tile a network's answer suffers from what it does not see beyond the
 * tile's sides. Two tiles of the volume that overlap are computed for each axis; where they agree,
 * both saw enough.
 */
final class VolumeRim {

    /** Numbers nearer to each other than this are taken for the same. */
    private static final float SAME = 5e-5f;

    private final VolumeNetwork network;
    private final VolumeTiles tiles;
    private final int[] origin;
    private float[] first;

    /**
     * @param origin where the first tile begins, in input voxels: x, y, z
     */
    VolumeRim(VolumeNetwork network, VolumeTiles tiles, int[] origin) {
        this.network = network;
        this.tiles = tiles;
        this.origin = origin;
    }

    /**
     * @param which 0, 1, 2: x, y, z
     * @return output voxels; empty if the tiles agree nowhere, as with a network that looks at a
     *     whole tile at once
     */
    OptionalInt measure(int which) {
        TileAxis[] axes = {network.x(), network.y(), network.z()};
        TileAxis axis = axes[which];
        int step = axis.step() * axis.ratio();
        int shift = Math.max(step, axis.tile() / 4 / step * step);
        int[] moved = origin.clone();
        moved[which] += shift;
        if (first == null) first = run(origin);
        float[] worst = worst(first, run(moved), axes, which, shift / axis.ratio());
        int move = shift / axis.ratio();
        int n = axis.out();
        for (int rim = 0; 2 * rim < n - move; rim++) {
            boolean agree = true;
            for (int i = move + rim; i < n - rim; i++) agree &= worst[i] <= SAME;
            if (agree) return OptionalInt.of(rim);
        }
        return OptionalInt.empty();
    }

    private float[] run(int[] at) {
        return network.run(List.of(tiles.read(at[0], at[1], at[2]))).get(0);
    }

    /** The largest difference at each place along an axis. */
    private static float[] worst(float[] a, float[] b, TileAxis[] axes, int which, int move) {
        int stride = 1;
        for (int k = 0; k < which; k++) stride *= axes[k].out();
        int n = axes[which].out();
        float[] worst = new float[n];
        for (int i = 0; i < a.length; i++) {
            int place = i / stride % n;
            if (place < move) continue;
            float d = Math.abs(a[i] - b[i - move * stride]) / (1 + Math.abs(a[i]));
            // NB: NaN and infinity are somebody else's to complain about.
            if (d > worst[place]) worst[place] = d;
        }
        return worst;
    }
}
