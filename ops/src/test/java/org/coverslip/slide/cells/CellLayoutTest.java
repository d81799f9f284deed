package org.coverslip.slide.cells;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How levels are cut into cells, and by how much they are smaller. */
class CellLayoutTest {

    @ParameterizedTest(name = "{0} x {1} in tiles of {2} x {3}: cells of {4} x {5}")
    @CsvSource({
        "100000, 80000, 240, 240, 480, 480",
        "100000, 80000, 512, 512, 512, 512",
        "100000, 80000, 4096, 4096, 1024, 1024",
        "100000, 80000, 100000, 8, 1024, 256",
        "3968, 4864, 3968, 512, 3968, 512",
        "1984, 2432, 1984, 2432, 1984, 2114",
        "439, 167, 439, 1, 439, 167",
        "50, 40, 10, 10, 50, 40",
        "5000, 5000, 0, 0, 512, 512"
    })
    void cellsFollowTheTilesOfTheFile(int w, int h, int tileW, int tileH, int cellW, int cellH) {
        CellLayout layout = CellLayout.of(w, h, 3, 3, tileW, tileH, PixelType.UINT8);
        assertThat(layout.cellWidth()).isEqualTo(cellW);
        assertThat(layout.cellHeight()).isEqualTo(cellH);
    }

    @Property
    void noCellIsLargerThanSixteenMillionSamples(
            @ForAll @IntRange(min = 1, max = 200_000) int w,
            @ForAll @IntRange(min = 1, max = 200_000) int h,
            @ForAll @IntRange(max = 200_000) int tileW,
            @ForAll @IntRange(max = 200_000) int tileH,
            @ForAll @IntRange(min = 1, max = 2000) int channels) {
        CellLayout layout = CellLayout.of(w, h, channels, channels, tileW, tileH, PixelType.INT16);
        assertThat((long) layout.cellWidth() * layout.cellHeight() * channels)
                .isBetween(1L, 1L << 24);
        assertThat(layout.cellWidth()).isLessThanOrEqualTo(w);
        assertThat(layout.cellHeight()).isLessThanOrEqualTo(h);
    }

    @ParameterizedTest(name = "{0} x {1} to {2} x {3}: {4}")
    @CsvSource({
        "3968, 4864, 496, 608, 8",
        "46000, 32914, 11500, 8228, 4",
        "46000, 32914, 2875, 2057, 16",
        "99999, 77777, 3125, 2431, 32",
        "1000, 1000, 1000, 1000, 1",
        "1000, 500, 400, 200, 2.5",
        "2220, 2967, 574, 768, 3.865"
    })
    void theDownsampleIsTheWholeNumberThatMadeTheLevel(
            long fullW, long fullH, long w, long h, double factor) {
        assertThat(Downsample.of(fullW, fullH, w, h))
                .isCloseTo(factor, org.assertj.core.data.Offset.offset(1e-3));
    }
}
