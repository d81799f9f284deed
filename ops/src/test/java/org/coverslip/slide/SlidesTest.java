package org.coverslip.slide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening a file gives, and what is refused in one sentence. */
class SlidesTest {

    @TempDir Path folder;

    /** The decoders must give what Pillow, tifffile and so the networks' authors saw. */
    @ParameterizedTest
    @CsvSource({
        "chest-xray/normal/IM-0001-0001.jpeg, 1857, 1317, 1, 1597099401871",
        "chest-xray/opacity/person100_bacteria_475.jpeg, 1106, 762, 1, 462362098925",
        "histology/histo.jpg, 500, 300, 3, 290299295756",
        "cells/malaria/parasitized/C33P1thinF_IMG_20150619_114756a_cell_179.png, 142, 163, 3,"
                + " 43721787160",
        "histology/stain/normalize_after.png, 1800, 360, 4, 3121366506806",
        "histology/img2d.tif, 512, 512, 1, 41303062172",
        "histology/img3d.tif, 57, 61, 1, 1173857414"
    })
    void decodesToTheValuesThatPythonReads(String name, long w, long h, int c, long checksum) {
        Slide slide = Slides.open(RealData.file(name));
        assertThat(slide.levels()).containsExactly(new Level(w, h, 1));
        assertThat(slide.channels()).isEqualTo(c);
        assertThat(slide.rgb()).isEqualTo(c >= 3);
        assertThat(slide.pixelSize()).isEmpty();
        assertThat(RealData.checksum(slide.image(0, 0))).isEqualTo(checksum);
    }

    @Test
    void readsEveryPlaneOfAStack() {
        Slide slide = Slides.open(RealData.file("histology/img3d.tif"));
        assertThat(slide.planes()).isEqualTo(31);
        assertThat(RealData.checksum(slide.image(0, 30))).isEqualTo(1201327091L);
    }

    @Test
    void manyThreadsReadTheSameStack() {
        Slide slide = Slides.open(RealData.file("histology/img3d.tif"));
        long sum =
                IntStream.range(0, 310)
                        .parallel()
                        .mapToLong(i -> RealData.checksum(slide.image(0, i % 31)))
                        .sum();
        long once =
                IntStream.range(0, 31).mapToLong(i -> RealData.checksum(slide.image(0, i))).sum();
        assertThat(sum).isEqualTo(10 * once);
    }

    @Test
    void keepsSixteenBitsAndAlpha() throws IOException {
        BufferedImage deep = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(2, 1, 0, 40000);
        Slide slide = Slides.open(png(deep));
        assertThat(slide.image(0, 0).getType()).isInstanceOf(UnsignedShortType.class);
        assertThat(RealData.value(slide.image(0, 0), 2, 1, 0)).isEqualTo(40000);

        BufferedImage rgba = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        rgba.setRGB(1, 0, 0x80102030);
        Slide alpha = Slides.open(png(rgba));
        assertThat(alpha.rgb()).isTrue();
        assertThat(alpha.channels()).isEqualTo(4);
        double[] found =
                IntStream.range(0, 4)
                        .mapToDouble(c -> RealData.value(alpha.image(0, 0), 1, 0, c))
                        .toArray();
        assertThat(found).containsExactly(0x10, 0x20, 0x30, 0x80);
    }

    @Test
    void oneBitBecomesBlackAndWhiteAndAPaletteBecomesRgb() throws IOException {
        BufferedImage binary = new BufferedImage(9, 1, BufferedImage.TYPE_BYTE_BINARY);
        binary.setRGB(8, 0, 0xffffff);
        Slide bits = Slides.open(png(binary));
        assertThat(bits.channels()).isEqualTo(1);
        assertThat(bits.image(0, 0).getType()).isInstanceOf(UnsignedByteType.class);
        assertThat(RealData.value(bits.image(0, 0), 8, 0, 0)).isEqualTo(255);

        BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
        palette.setRGB(1, 0, 0xff0000);
        for (String format : new String[] {"png", "gif", "bmp"}) {
            Path file = folder.resolve("palette." + format);
            ImageIO.write(palette, format, file.toFile());
            Slide slide = Slides.open(file);
            assertThat(slide.channels()).as(format).isEqualTo(3);
            assertThat(RealData.value(slide.image(0, 0), 1, 0, 0)).isEqualTo(255);
            assertThat(RealData.value(slide.image(0, 0), 1, 0, 1)).isZero();
        }
    }

    @Test
    void contentCountsNotTheSuffix() throws IOException {
        Path jpeg = folder.resolve("really-a-png.jpg");
        Files.copy(png(new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY)), jpeg);
        assertThat(Slides.open(jpeg).reader()).contains("PNG");
    }

    @Test
    void exifOrientationIsObeyedAndNoted() throws IOException {
        BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 8; y++) image.getRaster().setSample(0, y, 0, 250);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", plain);
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(plain.toByteArray(), 0, 2);
        turned.write(exif);
        turned.write(plain.toByteArray(), 2, plain.size() - 2);
        Path file = Files.write(folder.resolve("phone.jpg"), turned.toByteArray());

        Slide slide = Slides.open(file);
        assertThat(slide.levels().get(0)).isEqualTo(new Level(8, 16, 1));
        // Orientation 6: the stored left column is the top row.
        assertThat(RealData.value(slide.image(0, 0), 4, 0, 0)).isGreaterThan(128);
        assertThat(RealData.value(slide.image(0, 0), 4, 15, 0)).isLessThan(64);
        assertThat(slide.notes()).anyMatch(note -> note.contains("EXIF orientation 6"));
    }

    @ParameterizedTest
    @CsvSource({
        "missing.png, no such file",
        "empty.png, empty",
        "text.png, named like an image",
        "text.txt, not an image",
        "., folder"
    })
    void refusesWhatIsNoImage(String name, String fault) throws IOException {
        Files.createFile(folder.resolve("empty.png"));
        Files.writeString(folder.resolve("text.png"), "this is not a picture");
        Files.writeString(folder.resolve("text.txt"), "this is not a picture");
        assertThatThrownBy(() -> Slides.open(folder.resolve(name)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(fault)
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tif"})
    @Timeout(20)
    void aFileCutAnywhereIsRefusedAndNeverHalfAPicture(String format) throws IOException {
        BufferedImage noise = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(3);
        for (int i = 0; i < 64 * 48; i++) noise.setRGB(i % 64, i / 64, random.nextInt());
        Path whole = folder.resolve("whole." + format);
        ImageIO.write(noise, format, whole.toFile());
        byte[] bytes = Files.readAllBytes(whole);
        assertThat(Slides.open(whole).channels()).isEqualTo(3);
        for (double part : new double[] {0.05, 0.3, 0.5, 0.9, 0.98}) {
            Path cut = folder.resolve("cut." + format);
            Files.write(cut, Arrays.copyOf(bytes, (int) (bytes.length * part)));
            assertThatThrownBy(() -> Slides.open(cut))
                    .as("%s cut to %s", format, part)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("cut." + format);
        }
    }

    @Test
    void aTruncatedXrayIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(RealData.file("chest-xray/normal/IM-0001-0001.jpeg"));
        Path cut = folder.resolve("cut.jpeg");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Slides.open(cut))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("damaged or ends too early");
        RealData.file("slides/broken.svs");
        assertThatThrownBy(() -> Slides.open(RealData.file("slides/broken.svs")))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aPngWithAFlippedBitIsRefused() throws IOException {
        Path file = png(new BufferedImage(50, 40, BufferedImage.TYPE_BYTE_GRAY));
        byte[] bytes = Files.readAllBytes(file);
        bytes[45] ^= 4;
        Files.write(file, bytes);
        assertThatThrownBy(() -> Slides.open(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    @Timeout(10)
    void lyingHeadersAreRefusedBeforeAnythingIsAllocated() throws IOException {
        assertThatThrownBy(() -> Slides.open(pngHeader(100_000, 100_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("100000 x 100000")
                .hasMessageContaining("2147483647");
        assertThatThrownBy(() -> Slides.open(pngHeader(20_000, 20_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("20000 x 20000");
        assertThatThrownBy(() -> Slides.open(tiffHeader(100_000, 100_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("100000 x 100000");
        assertThatThrownBy(() -> Slides.open(tiffHeader(20_000, 20_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("400000000 bytes of pixels");
        byte[] bmp = new byte[54];
        ByteBuffer.wrap(bmp)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'B', 'M'})
                .putInt(10, 54)
                .putInt(14, 40)
                .putInt(18, 100_000)
                .putInt(22, 100_000)
                .putShort(26, (short) 1)
                .putShort(28, (short) 24);
        assertThatThrownBy(() -> Slides.open(Files.write(folder.resolve("big.bmp"), bmp)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("100000 x 100000");
    }

    @Test
    void aOnePixelImageIsAnImage() throws IOException {
        Slide slide = Slides.open(png(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY)));
        assertThat(slide.levels().get(0)).isEqualTo(new Level(1, 1, 1));
    }

    private Path png(BufferedImage image) throws IOException {
        Path file = Files.createTempFile(folder, "image", ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private Path pngHeader(int width, int height) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(33);
        b.putLong(0x89504e470d0a1a0aL).putInt(13).putInt(0x49484452).putInt(width).putInt(height);
        b.put((byte) 8).put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0);
        CRC32 crc = new CRC32();
        crc.update(b.array(), 12, 17);
        b.putInt((int) crc.getValue());
        return Files.write(folder.resolve("bomb.png"), b.array());
    }

    private Path tiffHeader(int width, int height) throws IOException {
        int[][] tags = {
            {256, width},
            {257, height},
            {258, 8},
            {259, 1},
            {262, 1},
            {273, 8},
            {277, 1},
            {279, 100}
        };
        ByteBuffer b = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
        b.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(150);
        b.position(150).putShort((short) tags.length);
        for (int[] tag : tags)
            b.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        b.putInt(0);
        return Files.write(folder.resolve("bomb.tif"), b.array());
    }
}
