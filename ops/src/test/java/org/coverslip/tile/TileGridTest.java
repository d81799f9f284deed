package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.junit.jupiter.api.Test;

class TileGridTest {

    private static final List<Level> PYRAMID =
            List.of(
                    new Level(200_000, 200_000, 1),
                    new Level(50_000, 50_000, 4),
                    new Level(12_500, 12_500, 16));

    private static TileScale scale(double slide, double model) {
        return TileScale.of(
                "a.svs",
                PYRAMID,
                Optional.of(new PixelSize(slide, slide)),
                OptionalDouble.of(model));
    }

    private static TileScale zoom(double factor) {
        return new TileScale(factor, factor, 0, 1, List.of());
    }

    private static TileGrid.Builder grid(long width, long height, double factor, int patch) {
        return TileGrid.builder("a", new Level(width, height, 1), zoom(factor), patch, patch);
    }

    @Property(tries = 300)
    void everyPixelOfTheSlideIsInATile(
            @ForAll @IntRange(min = 1, max = 3000) int width,
            @ForAll @IntRange(min = 1, max = 3000) int height,
            @ForAll @DoubleRange(min = 0.3, max = 9) double factor,
            @ForAll @IntRange(min = 32, max = 512) int patch,
            @ForAll @DoubleRange(min = 0, max = 0.9) double overlap) {
        TileGrid grid = grid(width, height, factor, patch).overlap(overlap).build();
        Tile last = grid.tile(grid.rows() - 1, grid.columns() - 1);
        assertThat(grid.size()).isEqualTo(grid.rows() * grid.columns());
        assertThat(grid.strideX()).isLessThanOrEqualTo(grid.tileWidth());
        assertThat(last.x0() + last.w0()).isGreaterThanOrEqualTo(width - 1e-5);
        assertThat(last.y0() + last.h0()).isGreaterThanOrEqualTo(height - 1e-5);
        assertThat(last.x0()).isLessThan(width);
        assertThat(last.y0()).isLessThan(height);
    }

    @Property(tries = 200)
    void originsAreExactFromTheIndexAtTheFarEndOfALargeSlide(
            @ForAll @DoubleRange(min = 0.24, max = 0.26) double slide,
            @ForAll @DoubleRange(min = 0, max = 0.8) double overlap) {
        TileGrid grid =
                TileGrid.builder("a", PYRAMID.get(0), scale(slide, 0.5), 224, 224)
                        .overlap(overlap)
                        .build();
        int column = grid.columns() - 1;
        double exact = column * (224 * 0.5 / slide * (1 - overlap));
        Tile tile = grid.tile(3, column);
        assertThat(tile.x0()).isCloseTo(exact, within(1e-6));
        assertThat(tile.index()).isEqualTo(3 * grid.columns() + column);
        assertThat(Math.round(tile.x0() / grid.strideX())).isEqualTo(column);
        assertThat(tile.x() * PYRAMID.get(tile.level()).downsample())
                .isCloseTo(tile.x0(), within(1e-6));
    }

    @Property(tries = 40)
    void everyPixelOfTissueIsInASelectedTileAtThresholdZero(
            @ForAll @IntRange(min = 0, max = 199) int x,
            @ForAll @IntRange(min = 0, max = 199) int y,
            @ForAll @DoubleRange(min = 20, max = 400) double factor,
            @ForAll @DoubleRange(min = 0, max = 0.75) double overlap) {
        BinaryImage drawn = new BinaryImage(200, 200);
        drawn.set(y * 200 + x);
        drawn.set(x * 200 + y);
        Coverage tissue = pixels(drawn);
        TileGrid grid =
                grid(2000, 2000, factor / 32, 32).overlap(overlap).inside(tissue, 0).build();
        List<Tile> tiles = new ArrayList<>();
        grid.forEach(tiles::add);
        assertThat(tiles).hasSize(grid.size());
        assertThat(tiles).anyMatch(t -> holds(t, x * 10 + 5, y * 10 + 5));
        assertThat(tiles).anyMatch(t -> holds(t, y * 10 + 5, x * 10 + 5));
        assertThat(tiles).allMatch(t -> tissue.area(t.x0(), t.y0(), t.w0(), t.h0()) > 0);
    }

    private static Coverage pixels(BinaryImage drawn) {
        IntegralImage sums = new IntegralImage(drawn);
        return (x, y, w, h) -> 100 * sums.area(x / 10, y / 10, (x + w) / 10, (y + h) / 10);
    }

    private static boolean holds(Tile t, double x, double y) {
        return x >= t.x0() && x <= t.x0() + t.w0() && y >= t.y0() && y <= t.y0() + t.h0();
    }

    @Property(tries = 100)
    void areasOfAMaskAreExactToFractionsOfAPixel(
            @ForAll @DoubleRange(min = -1, max = 4) double x0,
            @ForAll @DoubleRange(min = -1, max = 4) double y0,
            @ForAll @DoubleRange(min = 0, max = 3) double w,
            @ForAll @DoubleRange(min = 0, max = 3) double h) {
        BinaryImage drawn = new BinaryImage(3, 3);
        drawn.set(4);
        double inX = Math.max(0, Math.min(2, x0 + w) - Math.max(1, x0));
        double inY = Math.max(0, Math.min(2, y0 + h) - Math.max(1, y0));
        assertThat(new IntegralImage(drawn).area(x0, y0, x0 + w, y0 + h))
                .isCloseTo(inX * inY, within(1e-12));
    }

    @Test
    void aTilesSizeOnTheSlideIsNotRounded() {
        TileGrid grid = TileGrid.builder("a", PYRAMID.get(0), scale(0.2526, 0.5), 224, 224).build();
        assertThat(grid.tileWidth()).isCloseTo(443.388757, within(1e-6));
    }

    @Test
    void theCoarsestLevelThatIsFineEnoughIsRead() {
        assertThat(scale(0.25, 0.25).level()).isEqualTo(0);
        assertThat(scale(0.25, 0.5).level()).isEqualTo(0);
        assertThat(scale(0.25, 1).level()).isEqualTo(1);
        assertThat(scale(0.25, 2).level()).isEqualTo(1);
        assertThat(scale(0.25, 8).level()).isEqualTo(2);
    }

    @Test
    void aSpacingOffByFourPerCentIsAcceptedAndNoted() {
        TileScale scale = scale(0.26, 1);
        assertThat(scale.level()).isEqualTo(1);
        assertThat(scale.notes())
                .containsExactly(
                        "the model works at 1.000 um per pixel and the slide has 1.040: pixels were"
                                + " enlarged by 4.00 %");
        assertThat(scale(0.25, 1).notes()).isEmpty();
        assertThat(scale(0.5, 0.25).notes()).singleElement().asString().contains("2.00 times");
    }

    @Test
    void unknownSizesAreAskedFor() {
        assertThatThrownBy(
                        () ->
                                TileScale.of(
                                        "a.tif", PYRAMID, Optional.empty(), OptionalDouble.of(1)))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "a.tif: it does not say how large its pixels are; give spacing= in um per"
                                + " pixel.");
        assertThatThrownBy(
                        () ->
                                TileScale.of(
                                        "a.tif",
                                        PYRAMID,
                                        Optional.of(new PixelSize(1, 1)),
                                        OptionalDouble.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("spacing=");
    }

    @Test
    void onlyTilesWithEnoughTissueAreIn() {
        Coverage left = (x, y, w, h) -> Math.max(0, Math.min(250, x + w) - x) * h;
        assertThat(grid(1000, 100, 1, 100).inside(left, 0).build().size()).isEqualTo(3);
        assertThat(grid(1000, 100, 1, 100).inside(left, 0.5).build().size()).isEqualTo(3);
        assertThat(grid(1000, 100, 1, 100).inside(left, 0.6).build().size()).isEqualTo(2);
    }

    @Test
    void atTheEdgeTheFractionIsThatOfThePartOnTheSlide() {
        Coverage right = (x, y, w, h) -> Math.max(0, x + w - Math.max(x, 200)) * h;
        TileGrid grid = grid(210, 100, 1, 100).inside(right, 0.9).build();
        assertThat(grid.size()).isEqualTo(1);
        assertThat(grid.contains(0, 2)).isTrue();
    }

    @Test
    void regionsSelectTheTilesInsideThem() {
        var round = SlideRegion.of("r", new Ellipse2D.Double(100, 100, 800, 800));
        Coverage inside = SlideRegion.union(List.of(round));
        TileGrid touching = grid(1000, 1000, 1, 50).inside(inside, 0).build();
        TileGrid half = grid(1000, 1000, 1, 50).inside(inside, 0.5).build();
        TileGrid whole = grid(1000, 1000, 1, 50).inside(inside, 1).build();
        assertThat(half.size() * 2500.0).isCloseTo(Math.PI * 400 * 400, within(2500.0 * 12));
        assertThat(whole.size()).isLessThan(half.size());
        assertThat(touching.size()).isGreaterThan(half.size());
    }

    @Test
    void theOrderKeepsNeighboursTogether() {
        List<String> seen = new ArrayList<>();
        grid(40, 20, 1, 10).build().forEach(t -> seen.add(t.row() + "," + t.column()));
        assertThat(seen).containsExactly("0,0", "0,1", "0,2", "0,3", "1,3", "1,2", "1,1", "1,0");
        double longest = 0;
        Tile before = null;
        for (Tile t : grid(4000, 4000, 1, 10).build()) {
            if (before != null && t.column() / 16 == before.column() / 16) {
                longest = Math.max(longest, Math.abs(t.x0() - before.x0()));
            }
            before = t;
        }
        assertThat(longest).isEqualTo(10);
    }

    @Test
    void aHugeGridIsRefusedBeforeItIsBuilt() {
        assertThatThrownBy(() -> grid(200_000, 200_000, 0.01, 32).overlap(0.9).build())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("too many");
        assertThatThrownBy(() -> grid(10, 10, 1, 10).overlap(1))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> grid(10, 10, 1, 10).inside(Coverage.ALL, Double.NaN))
                .isInstanceOf(RefusedException.class);
    }
}
