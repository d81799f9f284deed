package org.coverslip.slide.pyramid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tiled pyramid gives, and what is refused in one sentence. */
class PyramidReaderTest {

    private static final int SIDE = 16;
    private static final String APERIO =
            "Aperio Image Library v11.2.1 \r\n40x24 (16x16) JPEG/RGB Q=30|AppMag = 20|MPP = 0.4990";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void levelsAreFoundInEitherByteOrderAndInBigTiff(boolean little, boolean big)
            throws IOException {
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        PyramidFile file = big ? PyramidFile.bigTiff(order) : PyramidFile.classic(order);
        file.page(40, 24, SIDE, tiles(6));
        file.page(20, 12, SIDE, tiles(2)).set(254, 1);
        try (Slide slide = open(file)) {
            assertThat(slide.levels()).containsExactly(new Level(40, 24, 1), new Level(20, 12, 2));
            assertThat(slide.reader()).contains("pyramid");
            // Tile 4 is the second of the second row; tiles are filled with their number.
            assertThat(value(slide, 0, 31, 23, 0)).isEqualTo(4);
            assertThat(value(slide, 1, 19, 11, 0)).isEqualTo(1);
        }
    }

    @Test
    void levelsInSubIfdsAreFoundForEachChannel() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        String ome =
                "<OME><Pixels SizeX=\"32\" SizeY=\"16\" SizeC=\"2\" SizeZ=\"1\" SizeT=\"1\""
                        + " DimensionOrder=\"XYCZT\" PhysicalSizeX=\"0.25\" PhysicalSizeY=\"0.25\"/></OME>";
        file.page(32, 16, SIDE, tiles(2)).set(270, ome).child(16, 8, SIDE, filled(7));
        file.page(32, 16, SIDE, filled(5), filled(6)).child(16, 8, SIDE, filled(8));
        try (Slide slide = open(file)) {
            assertThat(slide.levels()).containsExactly(new Level(32, 16, 1), new Level(16, 8, 2));
            assertThat(slide.channels()).isEqualTo(2);
            assertThat(slide.planes()).isEqualTo(1);
            assertThat(slide.pixelSize()).contains(new PixelSize(0.25, 0.25));
            assertThat(value(slide, 0, 31, 0, 1)).isEqualTo(6);
            assertThat(value(slide, 1, 15, 7, 0)).isEqualTo(7);
            assertThat(value(slide, 1, 15, 7, 1)).isEqualTo(8);
        }
    }

    @Test
    void anAperioSlideGivesItsPixelSizeAndSetsOtherPagesApart() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(40, 24, SIDE, tiles(6)).set(270, APERIO);
        file.page(20, 12, SIDE, tiles(2)).set(270, APERIO);
        file.page(13, 7, SIDE, tiles(1)).set(270, "Aperio Image Library\r\nlabel 13x7");
        file.page(48, 9, SIDE, tiles(3)).set(270, "Aperio Image Library\r\nmacro 48x9");
        try (Slide slide = open(file)) {
            assertThat(slide.levels()).hasSize(2);
            assertThat(slide.pixelSize()).contains(new PixelSize(0.499, 0.499));
            assertThat(slide.notes()).anyMatch(n -> n.contains("label 13 x 7, macro 48 x 9"));
        }
    }

    @Test
    void absentTilesAreWhiteAndNoted() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(32, 16, SIDE, filled(9), null);
        try (Slide slide = open(file)) {
            assertThat(value(slide, 0, 15, 15, 0)).isEqualTo(9);
            assertThat(value(slide, 0, 16, 0, 0)).isEqualTo(255);
            assertThat(slide.notes()).anyMatch(n -> n.startsWith("1 tile(s) are absent"));
        }
    }

    @Test
    void anOrientationTurnsEveryLevelAndItsPixelSize() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(40, 24, SIDE, tiles(6)).set(274, 6);
        file.page(20, 12, SIDE, tiles(2)).set(254, 1).set(274, 6);
        try (Slide slide = open(file)) {
            assertThat(slide.levels()).containsExactly(new Level(24, 40, 1), new Level(12, 20, 2));
            // Orientation 6: the first stored row is the right side, its first pixel on top.
            assertThat(value(slide, 0, 23, 0, 0)).isEqualTo(0);
            assertThat(value(slide, 0, 23, 39, 0)).isEqualTo(2);
            assertThat(value(slide, 1, 0, 19, 0)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sixteenBitsKeepTheirValuesWithDifferencesInEitherByteOrder(boolean little)
            throws IOException {
        byte[] tile = new byte[2 * SIDE * SIDE];
        // The first of each row is 1000, the others add 3 to the one before.
        for (int i = 0; i < SIDE * SIDE; i++) {
            int v = i % SIDE == 0 ? 1000 : 3;
            tile[2 * i] = (byte) (little ? v : v >> 8);
            tile[2 * i + 1] = (byte) (little ? v >> 8 : v);
        }
        PyramidFile file =
                PyramidFile.classic(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        file.page(SIDE, SIDE, SIDE, tile).set(258, 16).set(317, 2);
        try (Slide slide = open(file)) {
            assertThat(value(slide, 0, 0, 3, 0)).isEqualTo(1000);
            assertThat(value(slide, 0, 15, 15, 0)).isEqualTo(1045);
        }
    }

    @Test
    void channelsInSeparateTilesAreReadApart() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(32, 16, SIDE, tiles(6)).set(277, 3).set(284, 2).set(262, 2).set(258, 8, 8, 8);
        try (Slide slide = open(file)) {
            assertThat(slide.rgb()).isTrue();
            assertThat(value(slide, 0, 20, 3, 2)).isEqualTo(5);
        }
    }

    @Test
    void whiteIsZeroIsTurnedIntoBrightness() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(SIDE, SIDE, SIDE, filled(10)).set(262, 0);
        try (Slide slide = open(file)) {
            assertThat(value(slide, 0, 0, 0, 0)).isEqualTo(245);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "6, old-style JPEG",
        "33003, JPEG 2000",
        "33005, JPEG 2000",
        "34887, LERC",
        "50000, Zstandard",
        "50001, WebP"
    })
    void tilesThatCannotBeDecodedAreRefusedByName(int compression, String name) throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(40, 24, SIDE, tiles(6)).set(259, compression);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("compressed as " + name)
                .hasMessageContaining("Bio-Formats");
    }

    @Test
    void aSlideThatIsCutOffIsRefusedWhenItIsOpened() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(40, 24, SIDE, tiles(6));
        file.page(20, 12, SIDE, tiles(2)).set(254, 1).set(324, 8, 1 << 20).set(325, 256, 256);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("cut off")
                .hasMessageContaining("tile 1 of level 1");
    }

    @Test
    void aBrokenTileIsNamedAndLeavesTheOthersReadable() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        byte[] good = TileJpeg.grey(SIDE, 77);
        file.page(32, 16, SIDE, good, Arrays.copyOf(good, good.length / 2)).set(259, 7);
        try (Slide slide = open(file)) {
            assertThat(value(slide, 0, 0, 0, 0)).isEqualTo(77);
            assertThatThrownBy(() -> value(slide, 0, 16, 0, 0))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("slide.tif")
                    .hasMessageContaining("tile 1 of level 0");
            assertThat(value(slide, 0, 15, 15, 0)).isEqualTo(77);
        }
    }

    @Test
    @Timeout(20)
    void lyingHeadersAreRefusedWithoutAllocating() throws IOException {
        PyramidFile huge = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        huge.page(Integer.MAX_VALUE, Integer.MAX_VALUE, SIDE, tiles(1));
        PyramidFile tile = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        tile.page(40, 24, 1 << 30, tiles(1));
        PyramidFile few = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        few.page(400, 400, SIDE, tiles(3));
        for (PyramidFile file : new PyramidFile[] {huge, tile, few}) {
            assertThatThrownBy(() -> open(file)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void aTiffInStripsIsLeftToThePlainReader() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(40, 24, SIDE, tiles(6));
        Path path = file.write(folder.resolve("slide.tif"));
        PyramidReader reader = new PyramidReader();
        assertThat(reader.accepts(path, Files.readAllBytes(path))).isTrue();
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        assertThat(reader.accepts(path, png)).isFalse();
    }

    @Test
    @Timeout(20)
    void aSlideOfTenGigapixelsOpensAtOnce() throws IOException {
        PyramidFile file = PyramidFile.bigTiff(ByteOrder.LITTLE_ENDIAN);
        file.page(100_000, 100_000, 256, new byte[391 * 391][]).set(254, 0);
        try (Slide slide = open(file)) {
            assertThat(slide.levels().get(0)).isEqualTo(new Level(100_000, 100_000, 1));
            assertThat(value(slide, 0, 99_999, 99_999, 0)).isEqualTo(255);
        }
    }

    @Test
    void aThreadThatIsInterruptedDoesNotStopTheOthers() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(40, 24, SIDE, tiles(6));
        try (Slide slide = open(file)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> value(slide, 0, 0, 0, 0)).isInstanceOf(RefusedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(value(slide, 0, 31, 23, 0)).isEqualTo(4);
        }
    }

    @Test
    void aClosedSlideRefusesToRead() throws IOException {
        PyramidFile file = PyramidFile.classic(ByteOrder.LITTLE_ENDIAN);
        file.page(40, 24, SIDE, tiles(6));
        Slide slide = open(file);
        slide.close();
        assertThatThrownBy(() -> value(slide, 0, 0, 0, 0))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("closed");
    }

    private Slide open(PyramidFile file) throws IOException {
        return Slides.open(file.write(folder.resolve("slide.tif")));
    }

    /** Grey tiles, each filled with its number. */
    private static byte[][] tiles(int n) {
        byte[][] all = new byte[n][];
        for (int i = 0; i < n; i++) all[i] = filled(i);
        return all;
    }

    private static byte[] filled(int value) {
        byte[] tile = new byte[SIDE * SIDE];
        Arrays.fill(tile, (byte) value);
        return tile;
    }

    private static double value(Slide slide, int level, long... xyc) {
        RandomAccessibleInterval<? extends RealType<?>> image = slide.image(level, 0);
        RandomAccess<? extends RealType<?>> access = image.randomAccess();
        access.setPosition(xyc);
        return access.get().getRealDouble();
    }
}
