package org.coverslip.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileGrid;
import org.coverslip.tile.TileScale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles come together where they lie on the slide. */
class StitchedMapTest {

    private static final int CELLS = 8;

    private final Level slide = new Level(2000, 1500, 1);

    private TileGrid grid(double overlap) {
        TileScale scale =
                TileScale.of(
                        "s",
                        List.of(slide),
                        Optional.of(new PixelSize(0.5, 0.5)),
                        OptionalDouble.of(0.55));
        return TileGrid.builder("s", slide, scale, 224, 224).overlap(overlap).build();
    }

    /** Heat that grows evenly over the slide, as each tile sees it. */
    private static RawHeat ramp(Tile tile) {
        float[] values = new float[CELLS * CELLS];
        for (int i = 0; i < values.length; i++) {
            double x = tile.x0() + (i % CELLS + 0.5) * tile.w0() / CELLS;
            double y = tile.y0() + (i / CELLS + 0.5) * tile.h0() / CELLS;
            values[i] = (float) (x + 3 * y);
        }
        return new RawHeat(CELLS, CELLS, values);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.3, 0.5})
    void heatStaysInItsPlaceWithoutDriftWhateverTheOverlap(double overlap) {
        TileGrid grid = grid(overlap);
        StitchedMap map = new StitchedMap("s", grid, slide, ramp(grid.tile(0, 0)), 1);
        for (Tile tile : grid) map.put(tile, List.of(ramp(tile)));
        RawHeat got = map.map(0);
        double cell = grid.tileWidth() / CELLS;
        double worst = 0;
        for (int y = 0; y < got.height(); y++) {
            for (int x = 0; x < got.width(); x++) {
                double expected = (x + 0.5) * cell + 3 * (y + 0.5) * cell;
                worst = Math.max(worst, Math.abs(got.values()[y * got.width() + x] - expected));
            }
        }
        // NB: beyond a tile's outermost cell centres its value is continued, not extrapolated:
        // where tiles do not begin on whole cells, half a cell of this ramp is 2 cells' width.
        double allowed = overlap == 0.3 ? 2 * cell : 0.01;
        assertThat(worst).isCloseTo(0, within(allowed));
    }
}
