package org.coverslip.slide.bioformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;
import org.coverslip.slide.DicomReader;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.slide.TiffReader;
import org.coverslip.slide.cells.CellCache;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of Fiji get, with the real Bio-Formats. */
@Timeout(120)
class BioFormatsFijiIT {

    private static final String SVS = "slides/cmu-1-small-region.svs";
    private static final String NDPI = "slides/fluorescence-dapi.ndpi";

    @TempDir Path folder;

    private static Path data(String name) {
        Path path = Path.of(System.getProperty("coverslip.data", "shared/data")).resolve(name);
        Assumptions.assumeTrue(Files.exists(path), "skipped: " + path + " is missing");
        return path;
    }

    private static double mean(RandomAccessibleInterval<? extends RealType<?>> image) {
        double sum = 0;
        for (double v : values(image)) sum += v;
        return sum / image.size();
    }

    /** x fastest, then y, then c. */
    private static double[] values(RandomAccessibleInterval<? extends RealType<?>> image) {
        double[] values = new double[Math.toIntExact(image.size())];
        RandomAccess<? extends RealType<?>> access = image.randomAccess();
        int i = 0;
        for (long c = 0; c < image.dimension(2); c++) {
            for (long y = 0; y < image.dimension(1); y++) {
                access.setPosition(new long[] {0, y, c});
                for (long x = 0; x < image.dimension(0); x++) {
                    values[i++] = access.get().getRealDouble();
                    access.fwd(0);
                }
            }
        }
        return values;
    }

    @Test
    void svsHasItsSizeItsPixelSizeAndNeitherLabelNorMacro() throws IOException {
        try (Slide slide = Slides.open(data(SVS))) {
            assertThat(slide.reader()).matches("Bio-Formats [0-9]+\\.[0-9]+\\.[0-9]+.*");
            assertThat(slide.levels()).containsExactly(new Level(2220, 2967, 1));
            assertThat(slide.pixelSize()).contains(new PixelSize(0.499, 0.499));
            assertThat(slide.channels()).isEqualTo(3);
            assertThat(slide.rgb()).isTrue();
            assertThat(slide.planes()).isOne();
            assertThat(slide.displayRange()).isEmpty();
            assertThat(slide.notes())
                    .containsExactly(
                            "not read from the same file: label image (387 x 463), macro image"
                                    + " (1280 x 431)");
        }
    }

    /** Expectation: mean over red, green and blue by OpenSlide 3.4.1. */
    @Test
    void svsShowsTheColoursThatOpenSlideShows() throws IOException {
        try (Slide slide = Slides.open(data(SVS))) {
            assertThat(slide.image(0, 0).getType()).isInstanceOf(UnsignedByteType.class);
            assertThat(mean(slide.image(0, 0))).isEqualTo(205.57520948653405);
        }
    }

    /** Expectations: means by OpenSlide 3.4.1, which makes three lower levels up by itself. */
    @Test
    void everyLevelOfAnNdpiShowsWhatOpenSlideShows() throws IOException {
        double[] means = {
            13.353720232667259, 13.532756984604909, 13.806875508453594, 14.232021744128467
        };
        try (Slide slide = Slides.open(data(NDPI))) {
            assertThat(slide.levels())
                    .containsExactly(
                            new Level(3968, 4864, 1),
                            new Level(1984, 2432, 2),
                            new Level(992, 1216, 4),
                            new Level(496, 608, 8));
            assertThat(slide.pixelSize().orElseThrow().x()).isEqualTo(0.2281750559028887);
            for (int i = 0; i < means.length; i++) {
                assertThat(mean(slide.image(i, 0))).as("level " + i).isEqualTo(means[i]);
            }
        }
    }

    /** Each plane shows its own coordinates as text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4D-series",
                "multi-channel-time-series",
                "multi-channel-z-series",
                "multi-channel",
                "single-channel",
                "time-series",
                "z-series"
            })
    void everyPlaneAndChannelOfAnOmeTiffIsInItsPlace(String name) throws IOException {
        Path file = data("slides/ome-tiff/" + name + ".ome.tif");
        try (Slide slide = Slides.open(file);
                Slide other = new TiffReader().open(file)) {
            assertThat(slide.reader()).startsWith("Bio-Formats");
            assertThat(slide.pixelSize()).isEmpty();
            assertThat(slide.planes()).isEqualTo(other.planes());
            assertThat(slide.channels()).isEqualTo(other.channels());
            assertThat(slide.image(0, 0).getType()).isInstanceOf(ByteType.class);
            for (int p = 0; p < slide.planes(); p++) {
                assertThat(values(slide.image(0, p)))
                        .as("plane " + p)
                        .isEqualTo(values(other.image(0, p)));
            }
        }
    }

    /** 5 x 5 tiles of 10 x 10 pixels; the same tiles that our DICOM reader gives one by one. */
    @Test
    void aDicomSlideIsPutTogetherFromItsTiles() throws IOException {
        Path file = data("dicom/highdicom/sm_image.dcm");
        try (Slide slide = Slides.open(file);
                Slide tiles = new DicomReader().open(file)) {
            assertThat(slide.reader()).startsWith("Bio-Formats");
            assertThat(slide.levels()).containsExactly(new Level(50, 50, 1));
            assertThat(slide.rgb()).isTrue();
            assertThat(slide.pixelSize().orElseThrow().x()).isCloseTo(0.499, within(1e-9));
            for (int i = 0; i < 25; i++) {
                long x = i % 5 * 10;
                long y = i / 5 * 10;
                var tile =
                        Views.zeroMin(
                                Views.interval(
                                        slide.image(0, 0),
                                        new long[] {x, y, 0},
                                        new long[] {x + 9, y + 9, 2}));
                assertThat(values(tile)).as("tile " + i).isEqualTo(values(tiles.image(0, i)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slides/tiff-edge-cases/test_orient6.tif",
                "slides/tiff-edge-cases/grey10kx5k.tif",
                "histology/img2d.tif",
                "histology/histo.jpg",
                "dicom/highdicom/ct_image.dcm"
            })
    void plainPicturesAreLeftToOurOwnReaders(String name) throws IOException {
        try (Slide slide = Slides.open(data(name))) {
            assertThat(slide.reader()).doesNotContain("Bio-Formats");
        }
    }

    @Test
    void aBrokenSlideIsRefusedInOneSentence() {
        Path file = data("slides/broken.svs");
        assertThatThrownBy(() -> new BioFormatsSlideReader().open(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageMatching("[^\n]*; [^\n]*\\.");
        assertThatThrownBy(() -> Slides.open(file)).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest(name = "{0} %")
    @ValueSource(ints = {5, 50, 83, 97})
    void aSlideCutShortIsRefusedAtOnce(int percent) throws IOException {
        for (String name : List.of(SVS, NDPI, "slides/ome-tiff/4D-series.ome.tif")) {
            Path whole = data(name);
            byte[] all = Files.readAllBytes(whole);
            Path cut = folder.resolve(whole.getFileName());
            Files.write(cut, Arrays.copyOf(all, all.length * percent / 100));
            assertThatThrownBy(() -> new BioFormatsSlideReader().open(cut))
                    .as(name)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("cut short");
        }
    }

    @Test
    void garbageInTheMiddleNamesTheFileAndDoesNotStopTheRest() throws IOException {
        byte[] all = Files.readAllBytes(data(SVS));
        Arrays.fill(all, 700_000, 720_000, (byte) 0xff);
        Path file = Files.write(folder.resolve("scratched.svs"), all);
        try (Slide slide = new BioFormatsSlideReader().open(file)) {
            RandomAccess<? extends RealType<?>> access = slide.image(0, 0).randomAccess();
            int read = 0;
            for (int y = 0; y < 2967; y += 240) {
                try {
                    access.setPosition(new long[] {0, y, 0});
                    access.get().getRealDouble();
                    read++;
                } catch (RefusedException e) {
                    assertThat(e).hasMessageContaining("scratched.svs").hasMessageContaining("x 0");
                }
            }
            assertThat(read).isGreaterThan(5);
        }
    }

    @Test
    void manyThreadsReadWhatOneReads() throws Exception {
        double[] expected;
        try (Slide slide = Slides.open(data(NDPI))) {
            expected = values(slide.image(1, 0));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Slide slide = Slides.open(data(NDPI))) {
            List<Future<double[]>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> values(slide.image(1, 0))));
            }
            for (Future<double[]> one : all) assertThat(one.get()).isEqualTo(expected);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aClosedSlideHoldsNeitherMemoryNorFiles() throws IOException {
        long before = CellCache.shared().bytes();
        Slides.open(data(NDPI)).close();
        long files = openFiles();
        for (int i = 0; i < 20; i++) {
            try (Slide slide = Slides.open(data(NDPI))) {
                mean(slide.image(3, 0));
                assertThat(CellCache.shared().bytes()).isGreaterThan(before);
            }
        }
        assertThat(CellCache.shared().bytes()).isEqualTo(before);
        assertThat(openFiles()).isLessThanOrEqualTo(files + 2);
    }

    private static long openFiles() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        Assumptions.assumeTrue(
                system instanceof com.sun.management.UnixOperatingSystemMXBean,
                "skipped: this system does not count open files");
        return ((com.sun.management.UnixOperatingSystemMXBean) system).getOpenFileDescriptorCount();
    }

    @Test
    void nothingIsPrinted() throws IOException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream trap = new PrintStream(printed, true)) {
            System.setOut(trap);
            System.setErr(trap);
            try (Slide slide = Slides.open(data(SVS))) {
                mean(slide.image(0, 0));
            }
            assertThatThrownBy(() -> Slides.open(data("slides/broken.svs")))
                    .isInstanceOf(RefusedException.class);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(printed.toString()).isEmpty();
    }
}
