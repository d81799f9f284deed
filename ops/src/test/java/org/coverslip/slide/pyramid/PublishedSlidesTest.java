package org.coverslip.slide.pyramid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slides of others: what OpenSlide and libvips read in them. */
class PublishedSlidesTest {

    @TempDir Path folder;

    @Test
    void cmu1HasTheLevelsPixelSizeAndPixelsThatOpenSlideReads() throws IOException {
        try (Slide slide = Slides.open(file("cmu-1-small-region.svs"))) {
            assertThat(slide.levels()).containsExactly(new Level(2220, 2967, 1));
            assertThat(slide.pixelSize()).contains(new PixelSize(0.499, 0.499));
            assertThat(slide.rgb()).isTrue();
            assertThat(slide.notes())
                    .contains(
                            "set apart from the levels: thumbnail 574 x 768, label 387 x 463,"
                                    + " macro 1280 x 431");
            assertThat(sum(slide.image(0, 0))).isEqualTo(4062211366L);
            assertThat(rgb(slide, 0, 0)).containsExactly(221, 182, 221);
            assertThat(rgb(slide, 1200, 1500)).containsExactly(117, 74, 127);
            assertThat(rgb(slide, 2219, 2966)).containsExactly(248, 248, 248);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void everyOrientationHasAllItsLevelsTurned(int orientation) throws IOException {
        Path path = file("tiff-edge-cases/test_orient" + orientation + ".tif");
        boolean turned = orientation >= 5;
        try (Slide slide = Slides.open(path)) {
            assertThat(slide.levels()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                Level level = slide.levels().get(i);
                assertThat(level.width()).isEqualTo((turned ? 180 : 120) >> i);
                assertThat(slide.image(i, 0).dimension(0)).isEqualTo(level.width());
                assertThat(slide.image(i, 0).dimension(1)).isEqualTo(level.height());
            }
        }
    }

    @Test
    void transparencyStaysTheFourthChannel() throws IOException {
        try (Slide slide = Slides.open(file("tiff-edge-cases/rgba_geotiff.tiff"))) {
            assertThat(slide.levels())
                    .containsExactly(new Level(600, 600, 1), new Level(300, 300, 2));
            assertThat(slide.channels()).isEqualTo(4);
        }
    }

    @Test
    void zstandardIsRefusedByName() {
        Path path = file("tiff-edge-cases/yb10kx5k.zstd.tiff");
        assertThatThrownBy(() -> Slides.open(path))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Zstandard")
                .hasMessageContaining("Bio-Formats");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 1_200_000, 1_300_000, 1_938_000})
    void aSlideCutAtAnyPlaceIsRefusedWhenItIsOpened(int bytes) throws IOException {
        byte[] whole = Files.readAllBytes(file("cmu-1-small-region.svs"));
        Path cut = Files.write(folder.resolve("cut.svs"), Arrays.copyOf(whole, bytes));
        assertThatThrownBy(() -> Slides.open(cut)).isInstanceOf(RefusedException.class);
    }

    private static Path file(String name) {
        Path path = Path.of(System.getProperty("coverslip.data", "shared/data"), "slides", name);
        Assumptions.assumeTrue(Files.exists(path), "skipped: " + path + " is missing");
        return path;
    }

    private static long sum(RandomAccessibleInterval<? extends RealType<?>> image) {
        long sum = 0;
        Cursor<? extends RealType<?>> cursor = Views.iterable(image).cursor();
        while (cursor.hasNext()) sum += (long) cursor.next().getRealDouble();
        return sum;
    }

    private static int[] rgb(Slide slide, long x, long y) {
        RandomAccess<? extends RealType<?>> access = slide.image(0, 0).randomAccess();
        int[] rgb = new int[3];
        for (int c = 0; c < 3; c++) {
            access.setPosition(new long[] {x, y, c});
            rgb[c] = (int) access.get().getRealDouble();
        }
        return rgb;
    }
}
