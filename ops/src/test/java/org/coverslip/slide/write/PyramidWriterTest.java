package org.coverslip.slide.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.coverslip.RefusedException;
import org.coverslip.slide.PixelSize;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PyramidWriterTest {

    @TempDir Path dir;

    /** Every sample tells where it is. */
    private record Places(int width, int height, PixelKind kind) implements PixelSource {

        int sample(int x, int y, int c) {
            int v = 31 * x + 57 * y + 91 * c + (x / 100) * (y / 100) * 7919;
            return switch (kind.sampleBytes()) {
                case 1 -> v & 0xff;
                case 2 -> v & 0xffff;
                default -> v * 40503 & 0x7fffffff;
            };
        }

        @Override
        public void read(int x, int y, int w, int h, byte[] out) {
            int at = 0;
            for (int j = y; j < y + h; j++) {
                for (int i = x; i < x + w; i++) {
                    for (int c = 0; c < kind.samples(); c++) {
                        int v = sample(i, j, c);
                        for (int b = 0; b < kind.sampleBytes(); b++)
                            out[at++] = (byte) (v >> 8 * b);
                    }
                }
            }
        }
    }

    private Raster level(Path file, int level) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            return reader.readRaster(level, null);
        } finally {
            reader.dispose();
        }
    }

    private static Directory tags(Path file, int level) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            return ((CompoundDirectory) new TIFFReader().read(in)).getDirectory(level);
        }
    }

    private static int number(Directory d, int tag) {
        return ((Number) d.getEntryById(tag).getValue()).intValue();
    }

    @ParameterizedTest
    @EnumSource(PixelKind.class)
    void losslessPixelsComeBackAsTheyWere(PixelKind kind) throws IOException {
        Places source = new Places(257, 1023, kind);
        Path file = dir.resolve("a.tif");
        PyramidWriter.of(source).compression(Compression.DEFLATE).tile(64).write(file);
        Raster read = level(file, 0);
        assertThat(read.getWidth()).isEqualTo(257);
        assertThat(read.getHeight()).isEqualTo(1023);
        for (int y = 0; y < 1023; y++) {
            for (int x = 0; x < 257; x++) {
                for (int c = 0; c < kind.samples(); c++) {
                    assertThat(read.getSample(x, y, c)).isEqualTo(source.sample(x, y, c));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4, 3000, 2100, RGB8",
        "2, 1500, 2100, GREY8",
        "4, 1, 5000, GREY8",
        "4, 4100, 1030, GREY16"
    })
    void everyLevelIsTheMeanOfBoxesOfTheOneBefore(int factor, int w, int h, PixelKind kind)
            throws IOException {
        Path file = dir.resolve("a.tif");
        PyramidWriter.of(new Places(w, h, kind))
                .compression(Compression.NONE)
                .factor(factor)
                .tile(128)
                .write(file);
        int levels = 1;
        for (int side = Math.max(w, h), low = Math.min(w, h);
                side > 1024 && low >= factor;
                levels++) {
            Raster above = level(file, levels - 1);
            Raster below = level(file, levels);
            side /= factor;
            low /= factor;
            assertThat(below.getWidth()).isEqualTo(above.getWidth() / factor);
            assertThat(below.getHeight()).isEqualTo(above.getHeight() / factor);
            for (int y = 0; y < below.getHeight(); y++) {
                for (int x = 0; x < below.getWidth(); x++) {
                    int[] box =
                            above.getSamples(
                                    x * factor, y * factor, factor, factor, 0, (int[]) null);
                    double mean = Arrays.stream(box).average().orElseThrow();
                    assertThat((double) below.getSample(x, y, 0)).isCloseTo(mean, within(0.5));
                }
            }
            assertThat(number(tags(file, levels), 254)).isEqualTo(1);
        }
        int last = levels;
        assertThatThrownBy(() -> level(file, last)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void labelsAreNotAveraged() throws IOException {
        Places source = new Places(2048, 1100, PixelKind.GREY32);
        Path file = dir.resolve("labels.tif");
        PyramidWriter.of(source)
                .compression(Compression.DEFLATE)
                .reduction(Reduction.NEAREST)
                .write(file);
        Raster read = level(file, 1);
        assertThat(read.getSample(300, 200, 0)).isEqualTo(source.sample(1202, 802, 0));
    }

    @Test
    void jpegIsCloseAndItsTilesAreWhatScannersWrite() throws IOException {
        PixelSource smooth =
                new PixelSource() {
                    @Override
                    public int width() {
                        return 700;
                    }

                    @Override
                    public int height() {
                        return 300;
                    }

                    @Override
                    public PixelKind kind() {
                        return PixelKind.RGB8;
                    }

                    @Override
                    public void read(int x, int y, int w, int h, byte[] out) {
                        for (int i = 0; i < w * h; i++) {
                            out[3 * i] = (byte) ((x + i % w) / 4);
                            out[3 * i + 1] = (byte) ((y + i / w) / 2);
                            out[3 * i + 2] = (byte) 100;
                        }
                    }
                };
        Path file = dir.resolve("a.tif");
        PyramidWriter.of(smooth).compression(Compression.jpeg(90)).write(file);
        var picture = ImageIO.read(file.toFile());
        for (int x = 0; x < 700; x += 9) {
            int rgb = picture.getRGB(x, 150);
            assertThat(rgb >> 16 & 255).isCloseTo(x / 4, within(6));
            assertThat(rgb >> 8 & 255).isCloseTo(75, within(6));
            assertThat(rgb & 255).isCloseTo(100, within(6));
        }
        Directory tags = tags(file, 0);
        assertThat(number(tags, 259)).isEqualTo(7);
        assertThat(number(tags, 262)).isEqualTo(6);
    }

    @Test
    void thePixelSizeStandsInTheResolutionOfEveryLevel() throws IOException {
        Path file = dir.resolve("a.tif");
        PyramidWriter.of(new Places(2000, 900, PixelKind.GREY8))
                .spacing(new PixelSize(0.499, 0.2505))
                .description("a test")
                .write(file);
        for (int level = 0; level < 2; level++) {
            Directory tags = tags(file, level);
            double um = level == 0 ? 1 : 4;
            Number x = (Number) tags.getEntryById(282).getValue();
            Number y = (Number) tags.getEntryById(283).getValue();
            assertThat(1e4 / x.doubleValue()).isCloseTo(0.499 * um, within(1e-9));
            assertThat(1e4 / y.doubleValue()).isCloseTo(0.2505 * um, within(1e-9));
            assertThat(number(tags, 296)).isEqualTo(3);
        }
        assertThat(tags(file, 0).getEntryById(270).getValue()).isEqualTo("a test");
    }

    @Test
    void aBigTiffHoldsTheSame() throws IOException {
        Places source = new Places(1500, 70, PixelKind.RGB8);
        Path small = dir.resolve("small.tif");
        Path big = dir.resolve("big.tif");
        PyramidWriter.of(source).compression(Compression.DEFLATE).write(small);
        PyramidWriter.of(source).compression(Compression.DEFLATE).alwaysBig().write(big);
        assertThat(Files.readAllBytes(small)[2]).isEqualTo((byte) 42);
        assertThat(Files.readAllBytes(big)[2]).isEqualTo((byte) 43);
        for (int level = 0; level < 2; level++) {
            Raster a = level(small, level);
            Raster b = level(big, level);
            assertThat(b.getPixels(0, 0, b.getWidth(), b.getHeight(), (int[]) null))
                    .isEqualTo(a.getPixels(0, 0, a.getWidth(), a.getHeight(), (int[]) null));
        }
    }

    @Test
    void theBytesDoNotDependOnTheNumberOfThreads() throws IOException {
        Places source = new Places(2500, 2500, PixelKind.RGB8);
        PyramidWriter.of(source).threads(1).tile(64).write(dir.resolve("1.tif"));
        PyramidWriter.of(source).threads(5).tile(64).write(dir.resolve("5.tif"));
        assertThat(dir.resolve("1.tif")).hasSameBinaryContentAs(dir.resolve("5.tif"));
    }

    @Test
    @Timeout(10)
    void cancelStopsWithinASecondAndLeavesNothing() {
        long begun = System.nanoTime();
        Monitor impatient =
                new Monitor() {
                    @Override
                    public void update(long done, long total) {}

                    @Override
                    public boolean isCanceled() {
                        return System.nanoTime() - begun > 300_000_000;
                    }
                };
        PyramidWriter writer =
                PyramidWriter.of(new Places(60_000, 60_000, PixelKind.RGB8)).monitor(impatient);
        assertThatThrownBy(() -> writer.write(dir.resolve("a.tif")))
                .isInstanceOf(CancellationException.class);
        assertThat(System.nanoTime() - begun).isLessThan(1_300_000_000L);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void anInterruptIsACancel() {
        Thread.currentThread().interrupt();
        PyramidWriter writer = PyramidWriter.of(new Places(3000, 3000, PixelKind.RGB8));
        assertThatThrownBy(() -> writer.write(dir.resolve("a.tif")))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aSourceThatFailsLeavesTheEarlierFile() throws IOException {
        Path file = dir.resolve("a.tif");
        Files.writeString(file, "earlier");
        PixelSource torn =
                new PixelSource() {
                    @Override
                    public int width() {
                        return 3000;
                    }

                    @Override
                    public int height() {
                        return 3000;
                    }

                    @Override
                    public PixelKind kind() {
                        return PixelKind.GREY8;
                    }

                    @Override
                    public void read(int x, int y, int w, int h, byte[] out) {
                        if (x > 2000) throw new IllegalStateException("torn");
                    }
                };
        assertThatThrownBy(() -> PyramidWriter.of(torn).write(file)).hasMessage("torn");
        assertThat(dir).isDirectoryNotContaining("glob:**.part");
        assertThat(file).hasContent("earlier");
    }

    @Test
    void aFullDiskIsOneSentenceAndLeavesNothing() throws Exception {
        Path small = Files.createDirectory(dir.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()),
                "skipped: a small disk cannot be mounted here");
        try {
            PyramidWriter writer =
                    PyramidWriter.of(new Places(2000, 2000, PixelKind.RGB8))
                            .compression(Compression.NONE);
            assertThatThrownBy(() -> writer.write(small.resolve("a.tif")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageEndingWith("free space or choose another output.")
                    .hasMessageContaining("No space left");
            assertThat(small).isEmptyDirectory();
        } finally {
            run("umount", small.toString());
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatCannotBeWrittenIsRefused() throws IOException {
        Path blocked = Files.writeString(dir.resolve("file"), "x").resolve("a.tif");
        PyramidWriter writer = PyramidWriter.of(new Places(20, 20, PixelKind.GREY16));
        assertThatThrownBy(() -> writer.write(dir.resolve("a.tif")))
                .hasMessage("GREY16: JPEG stores 8 bits per sample; use deflate or none.");
        assertThatThrownBy(() -> writer.compression(Compression.NONE).write(blocked))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it cannot be written");
        assertThatThrownBy(() -> writer.tile(100))
                .hasMessage("tile=100: this is no size of a tile; use 256 or 512.");
        assertThatThrownBy(() -> writer.factor(3))
                .hasMessage("factor=3: this is not a choice; use 2 or 4.");
        assertThatThrownBy(() -> Compression.jpeg(0))
                .hasMessage("quality=0: this is out of range; use 1 to 100.");
    }
}
