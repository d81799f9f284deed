package org.coverslip.slide.pyramid;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiled files that Java's own TIFF writer made: each way of packing, many threads, damage. */
class WrittenByJavaTest {

    private static final int WIDTH = 150;
    private static final int HEIGHT = 100;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "LZW", "Deflate", "ZLib", "PackBits"})
    void everyPackingGivesThePixelsBack(String packing) throws IOException {
        BufferedImage picture = picture();
        try (Slide slide = Slides.open(write(picture, packing))) {
            assertThat(slide.reader()).contains("pyramid");
            assertThat(differing(slide, picture)).isZero();
        }
    }

    @Test
    void manyThreadsReadTheSameTiles() throws IOException {
        BufferedImage picture = picture();
        AtomicInteger wrong = new AtomicInteger();
        try (Slide slide = Slides.open(write(picture, "LZW"))) {
            IntStream.range(0, 16)
                    .parallel()
                    .forEach(i -> wrong.addAndGet(differing(slide, picture)));
        }
        assertThat(wrong).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "LZW", "Deflate", "JPEG"})
    @Timeout(120)
    void damageIsRefusedOrReadButNeverAnythingElse(String packing) throws IOException {
        byte[] whole = java.nio.file.Files.readAllBytes(write(picture(), packing));
        Random random = new Random(packing.hashCode());
        int directory = Math.max(0, whole.length - 600);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] hurt = whole.clone();
            for (int k = 0; k <= i % 4; k++) {
                int at =
                        switch (i % 3) {
                            case 0 -> random.nextInt(16);
                            case 1 -> directory + random.nextInt(whole.length - directory);
                            default -> random.nextInt(whole.length);
                        };
                hurt[at] = (byte) random.nextInt(256);
            }
            Path file = java.nio.file.Files.write(folder.resolve("hurt.tif"), hurt);
            PyramidReader reader = new PyramidReader();
            if (!reader.accepts(file, hurt)) continue;
            try (Slide slide = reader.open(file)) {
                RandomAccess<? extends RealType<?>> access = slide.image(0, 0).randomAccess();
                long w = slide.levels().get(0).width();
                long h = slide.levels().get(0).height();
                for (long y = 0; y < Math.min(h, 400); y += 16) {
                    for (long x = 0; x < Math.min(w, 400); x += 16) {
                        access.setPosition(new long[] {x, y, 0});
                        access.get().getRealDouble();
                    }
                }
            } catch (RefusedException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private Path write(BufferedImage picture, String packing) throws IOException {
        Path file = folder.resolve(packing + ".tif");
        ImageWriter writer = javaWriter();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        param.setTiling(64, 64, 0, 0);
        if (!packing.equals("none")) {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType(packing);
        }
        try (var out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return file;
    }

    private static ImageWriter javaWriter() {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("TIFF");
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.imageio.")) return writer;
        }
        throw new AssertionError("this Java writes no TIFF");
    }

    private static int differing(Slide slide, BufferedImage picture) {
        RandomAccess<? extends RealType<?>> access = slide.image(0, 0).randomAccess();
        int n = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    access.setPosition(new long[] {x, y, c});
                    int there = picture.getRGB(x, y) >> 16 - 8 * c & 0xff;
                    if ((int) access.get().getRealDouble() != there) n++;
                }
            }
        }
        return n;
    }

    /** Flat, striped and noisy parts, so that short and long runs and codes occur. */
    private static BufferedImage picture() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(2);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int rgb = x < 50 ? 0xf0e0d0 : x < 100 ? (x * y) << 4 : random.nextInt();
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }
}
