package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.coverslip.slide.Level;
import org.junit.jupiter.api.Test;

class TileSamplerTest {

    private static final EdgeRule REFLECT = new EdgeRule.Reflect();

    /** Every pixel holds its own centre: channel 0 in x, channel 1 in y, in level-0 pixels. */
    private static Img<FloatType> centres(int width, int height, double downsample) {
        Img<FloatType> image =
                new CellImgFactory<>(new FloatType(), 64, 64, 1).create(width, height, 2);
        var cursor = image.localizingCursor();
        while (cursor.hasNext()) {
            cursor.fwd();
            int axis = cursor.getIntPosition(2);
            cursor.get().setReal((cursor.getIntPosition(axis) + 0.5) * downsample);
        }
        return image;
    }

    private static TileGrid grid(int side, double factor, int level, double downsample, int patch) {
        TileScale scale = new TileScale(factor, factor, level, downsample, List.of());
        return TileGrid.builder("a", new Level(side, side, 1), scale, patch, patch)
                .overlap(0.3)
                .build();
    }

    private static double at(
            RandomAccessibleInterval<? extends RealType<?>> image, int x, int y, int c) {
        return image.getAt(x, y, c).getRealDouble();
    }

    @Property(tries = 60)
    void aTilesPixelsLieWhereTheTileIs(
            @ForAll @DoubleRange(min = 3, max = 20) double factor,
            @ForAll @IntRange(min = 8, max = 40) int patch) {
        TileGrid grid = grid(2000, factor, 1, 4, patch);
        Tile tile = grid.tile(grid.rows() / 3, grid.columns() / 3);
        TileSampler sampler = new TileSampler(centres(500, 500, 4), patch, patch, REFLECT);
        var pixels = sampler.read(tile);
        // Pixels whose kernel stays on the slide.
        double margin = Math.max(4, factor) + 4;
        double tenth = 0.1 * 4;
        for (int i = 0; i < patch; i++) {
            double x = tile.x0() + (i + 0.5) * factor;
            double y = tile.y0() + (i + 0.5) * factor;
            boolean inside = Math.min(x, y) > margin && Math.max(x, y) < 2000 - margin;
            if (!inside) continue;
            assertThat(at(pixels, i, 0, 0)).isCloseTo(x, within(tenth));
            assertThat(at(pixels, 0, i, 1)).isCloseTo(y, within(tenth));
        }
    }

    @Property(tries = 200)
    void nothingOutsideTheSlideIsEverRead(
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll @DoubleRange(min = 0.2, max = 6) double factor,
            @ForAll @IntRange(min = 1, max = 64) int patch) {
        TileScale scale = new TileScale(factor, factor, 0, 1, List.of());
        TileGrid grid =
                TileGrid.builder("a", new Level(width, height, 1), scale, patch, patch).build();
        // NB: an array image throws or shows another row when it is left; the copy checks bounds.
        TileSampler sampler = new TileSampler(centres(width, height, 1), patch, patch, REFLECT);
        var pixels = sampler.read(grid.tile(grid.rows() - 1, grid.columns() - 1));
        for (int i = 0; i < patch; i++) {
            assertThat(at(pixels, i, i, 0)).isBetween(0.499, width - 0.499);
            assertThat(at(pixels, i, i, 1)).isBetween(0.499, height - 0.499);
        }
    }

    @Property(tries = 300)
    void reflectionStaysInside(
            @ForAll @IntRange(min = -500, max = 500) int i,
            @ForAll @IntRange(min = 1, max = 60) int length) {
        assertThat(REFLECT.source(i, length)).isBetween(0, length - 1);
    }

    @Test
    void reflectionDoesNotRepeatTheEdge() {
        int[] seen = new int[9];
        for (int i = 0; i < 9; i++) seen[i] = REFLECT.source(i - 3, 3);
        // numpy.pad([0, 1, 2], 3, mode="reflect")
        assertThat(seen).containsExactly(1, 2, 1, 0, 1, 2, 1, 0, 1);
    }

    @Test
    void aTileOnThePixelGridIsACopyInTheStoredType() {
        byte[] bytes = new byte[40 * 40];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 7);
        var image = ArrayImgs.unsignedBytes(bytes, 40, 40, 1);
        TileScale scale = new TileScale(1, 1, 0, 1, List.of());
        Tile tile = TileGrid.builder("a", new Level(40, 40, 1), scale, 10, 10).build().tile(1, 2);
        var pixels = new TileSampler(image, 10, 10, REFLECT).read(tile);
        assertThat(pixels.getType()).isInstanceOf(UnsignedByteType.class);
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 10; x++) {
                assertThat(at(pixels, x, y, 0)).isEqualTo(image.getAt(20 + x, 10 + y, 0).get());
            }
        }
    }

    @Test
    void shrinkingPassesNothingOver() {
        var image = ArrayImgs.unsignedBytes(64, 64, 1);
        image.getAt(33, 33, 0).set(255);
        TileScale scale = new TileScale(8, 8, 0, 1, List.of());
        Tile tile = TileGrid.builder("a", new Level(64, 64, 1), scale, 8, 8).build().tile(0, 0);
        var pixels = new TileSampler(image, 8, 8, REFLECT).read(tile);
        double sum = 0;
        for (int i = 0; i < 64; i++) sum += at(pixels, i % 8, i / 8, 0);
        // One bright pixel of 64 x 64 keeps its light: 255 / 64 over the 8 x 8, rounded.
        assertThat(sum).isCloseTo(255 / 64.0, within(1.5));
    }

    @Test
    void paddingShowsItsValueBeyondTheSlide() {
        var image = ArrayImgs.unsignedBytes(15, 10, 3);
        TileScale scale = new TileScale(1, 1, 0, 1, List.of());
        Tile tile = TileGrid.builder("a", new Level(15, 10, 1), scale, 10, 10).build().tile(0, 1);
        var pixels = new TileSampler(image, 10, 10, new EdgeRule.Pad(255)).read(tile);
        assertThat(at(pixels, 4, 3, 2)).isZero();
        assertThat(at(pixels, 5, 3, 2)).isEqualTo(255);
    }
}
