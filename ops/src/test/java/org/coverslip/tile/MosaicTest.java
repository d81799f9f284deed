package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.coverslip.slide.Level;
import org.junit.jupiter.api.Test;

class MosaicTest {

    /** Two discs of tissue on a slide of 60 000 pixels. */
    private static final Coverage TISSUE =
            (x, y, w, h) ->
                    Math.hypot(x - 15_000, y - 20_000) < 12_000
                                    || Math.hypot(x - 50_000, y - 45_000) < 9_000
                            ? w * h
                            : 0;

    private static TileGrid grid(double factor, double overlap) {
        TileScale scale = new TileScale(factor, factor, 0, 1, List.of());
        return TileGrid.builder("a", new Level(60_000, 60_000, 1), scale, 224, 224)
                .overlap(overlap)
                .inside(TISSUE, 0.5)
                .build();
    }

    @Property(tries = 12)
    void aConstantNetworkGivesAConstantMap(
            @ForAll @DoubleRange(min = 2, max = 5) double factor,
            @ForAll @DoubleRange(min = 0, max = 0.9) double overlap) {
        TileGrid grid = grid(factor, overlap);
        Mosaic mosaic = new Mosaic(grid, List.of("p"));
        for (Tile tile : grid) mosaic.put(tile, new float[] {0.7f});
        int seen = 0;
        for (var pixel : mosaic.blend().image()) {
            if (Float.isNaN(pixel.get())) continue;
            assertThat(pixel.get()).isCloseTo(0.7f, within(1e-6f));
            seen++;
        }
        assertThat(seen).isEqualTo(grid.size());
    }

    @Property(tries = 12)
    void aNetworkThatReturnsItsTilesCentreShowsThePlaceAnywhere(
            @ForAll @DoubleRange(min = 1.5, max = 5) double factor,
            @ForAll @DoubleRange(min = 0, max = 0.85) double overlap) {
        TileGrid grid = grid(factor, overlap);
        Mosaic mosaic = new Mosaic(grid, List.of("x", "y"));
        for (Tile t : grid) {
            mosaic.put(t, new float[] {(float) t.centreX(), (float) t.centreY()});
        }
        HeatMap map = mosaic.blend();
        double worst = 0;
        for (Tile t : grid) {
            double x = map.image().getAt(t.column(), t.row(), 0).get();
            double y = map.image().getAt(t.column(), t.row(), 1).get();
            worst = Math.max(worst, Math.abs(x - map.placement().centreX(t.column())));
            worst = Math.max(worst, Math.abs(y - map.placement().centreY(t.row())));
        }
        assertThat(worst).isLessThan(0.02);
    }

    @Test
    void theOrderOfTilesDoesNotChangeABit() {
        TileGrid grid = grid(4, 0.5);
        List<Tile> tiles = new ArrayList<>();
        grid.forEach(tiles::add);
        assertThat(map(grid, tiles)).isEqualTo(map(grid, shuffled(tiles)));
    }

    private static List<Tile> shuffled(List<Tile> tiles) {
        List<Tile> other = new ArrayList<>(tiles);
        Collections.shuffle(other, new Random(5));
        return other;
    }

    private static List<Float> map(TileGrid grid, List<Tile> tiles) {
        Mosaic mosaic = new Mosaic(grid, List.of("p"));
        for (Tile t : tiles) mosaic.put(t, new float[] {(float) Math.sin(t.index() * 1.7)});
        List<Float> values = new ArrayList<>();
        mosaic.blend().image().forEach(v -> values.add(v.get()));
        return values;
    }

    @Test
    void neighboursAreWeightedByAGaussianOfAQuarterOfATile() {
        TileScale scale = new TileScale(1, 1, 0, 1, List.of());
        TileGrid row =
                TileGrid.builder("a", new Level(200, 100, 1), scale, 100, 100).overlap(0.5).build();
        Mosaic mosaic = new Mosaic(row, List.of("p"));
        mosaic.put(row.tile(0, 0), new float[] {0});
        mosaic.put(row.tile(0, 1), new float[] {1});
        mosaic.put(row.tile(0, 2), new float[] {0});
        double k = Math.exp(-2);
        assertThat(mosaic.blend().image().getAt(1, 0, 0).get())
                .isCloseTo((float) (1 / (1 + 2 * k)), within(1e-6f));
        assertThat(mosaic.blend().image().getAt(0, 0, 0).get()).isZero();
        assertThat(mosaic.blend().placement()).isEqualTo(new Placement(50, 50, 25, 25));
    }

    @Test
    void aTileThatFailedIsNotANumberAndDoesNotSpread() {
        TileGrid grid = grid(4, 0.5);
        Mosaic mosaic = new Mosaic(grid, List.of("p"));
        Tile failed = null;
        for (Tile t : grid) {
            if (failed == null && grid.contains(t.row() + 3, t.column())) failed = t;
            else mosaic.put(t, new float[] {1});
        }
        HeatMap map = mosaic.blend();
        assertThat(map.image().getAt(failed.column(), failed.row(), 0).get()).isNaN();
        assertThat(map.image().getAt(failed.column(), failed.row() + 1, 0).get()).isEqualTo(1);
    }

    @Test
    void aTileNeedsAValuePerLabel() {
        TileGrid grid = grid(4, 0);
        Mosaic mosaic = new Mosaic(grid, List.of("a", "b"));
        assertThatThrownBy(() -> mosaic.put(grid.iterator().next(), new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
