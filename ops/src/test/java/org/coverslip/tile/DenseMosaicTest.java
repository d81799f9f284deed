package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

/** Tiles become one plane: every pixel once, no seam, and no more memory than a row of tiles. */
class DenseMosaicTest {

    private static final TileScale SAME = new TileScale(1, 1, 0, 1, List.of());

    private static DenseGrid grid(int w, int h, int tile, int overlap, int halo, int most) {
        return new DenseGrid(
                new DenseAxis(w, tile, overlap, halo, 4),
                new DenseAxis(h, tile, overlap, halo, 4),
                SAME,
                1,
                0,
                Coverage.ALL,
                most);
    }

    /** What the plane would hold if it were computed at once. */
    private static float value(int x, int y) {
        return (float) Math.sin(x * 0.7 + y * 1.3);
    }

    /**
     * A tile that is right but for its rim of {@code halo} pixels, where it has no neighbours: NaN
     * there.
     */
    private static float[] tile(DenseGrid grid, DenseGrid.Place place, int halo) {
        int n = grid.xs().tile();
        int x0 = grid.xs().origin(place.column());
        int y0 = grid.ys().origin(place.row());
        float[] values = new float[n * n];
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                boolean left = x < halo && x0 > 0;
                boolean right = x >= n - halo && x0 + n < grid.xs().length();
                boolean top = y < halo && y0 > 0;
                boolean low = y >= n - halo && y0 + n < grid.ys().length();
                boolean spoilt = left || right || top || low;
                values[y * n + x] = spoilt ? Float.NaN : value(x0 + x, y0 + y);
            }
        }
        return values;
    }

    private static float[] blend(DenseGrid grid, int halo) {
        int w = grid.xs().length();
        float[] plane = new float[w * grid.ys().length()];
        Arrays.fill(plane, -1);
        DenseMosaic mosaic =
                new DenseMosaic(
                        grid,
                        1,
                        (x, y, bw, bh, v) -> {
                            for (int j = 0; j < bh; j++) {
                                for (int i = 0; i < bw; i++) {
                                    int at = (y + j) * w + x + i;
                                    assertThat(plane[at]).as("told once").isEqualTo(-1);
                                    plane[at] = v[0][j * bw + i];
                                }
                            }
                        });
        for (DenseGrid.Place place : grid) mosaic.put(place, tile(grid, place, halo));
        mosaic.finish();
        return plane;
    }

    @Property(tries = 60)
    void rimsThatCannotBeTrustedLeaveNoTrace(
            @ForAll @IntRange(min = 16, max = 90) int w,
            @ForAll @IntRange(min = 16, max = 90) int h,
            @ForAll @IntRange(min = 0, max = 3) int halo,
            @ForAll @IntRange(min = 0, max = 8) int overlap,
            @ForAll @IntRange(min = 20, max = 200) int most) {
        DenseGrid grid = grid(w / 4 * 4 + 4, h / 4 * 4 + 4, 20, overlap, halo, most);
        float[] plane = blend(grid, halo);
        int width = grid.xs().length();
        for (int i = 0; i < plane.length; i++) {
            assertThat(plane[i] - value(i % width, i / width)).isBetween(-1e-5f, 1e-5f);
        }
    }

    @Test
    void aStripIsNoWiderThanAllowedAndTheyCoverThePlane() {
        DenseGrid grid = grid(1000, 40, 40, 8, 2, 150);
        assertThat(grid.strips()).hasSizeGreaterThan(6);
        int at = 0;
        for (DenseGrid.Strip s : grid.strips()) {
            assertThat(s.from()).isEqualTo(at);
            assertThat(s.to() - s.from()).isBetween(1, 150);
            at = s.to();
        }
        assertThat(at).isEqualTo(1000);
    }

    @Test
    void neighboursThatDisagreeAreBlendedEvenly() {
        DenseGrid grid = grid(40, 24, 24, 8, 0, 1000);
        float[] row = new float[40];
        DenseMosaic mosaic =
                new DenseMosaic(
                        grid, 1, (x, y, w, h, v) -> System.arraycopy(v[0], 0, row, 0, row.length));
        assertThatThrownBy(() -> grid(40, 24, 24, 0, 12, 1000))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("never get on");
        float[] ones = new float[24 * 24];
        Arrays.fill(ones, 1);
        List<DenseGrid.Place> places = new ArrayList<>();
        grid.forEach(places::add);
        assertThat(places).hasSize(2);
        mosaic.put(places.get(0), new float[24 * 24]);
        mosaic.put(places.get(1), ones);
        mosaic.finish();
        assertThat(row[15]).isZero();
        assertThat(row[24]).isEqualTo(1);
        for (int x = 16; x < 24; x++) {
            assertThat(row[x]).isGreaterThan(row[x - 1]).isBetween(0f, 1f);
        }
        assertThat(row[19] + row[20]).isEqualTo(1);
    }
}
