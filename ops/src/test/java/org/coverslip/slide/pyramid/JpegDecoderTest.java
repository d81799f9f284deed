package org.coverslip.slide.pyramid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sample must be that of libjpeg, which Java's own decoder is. */
class JpegDecoderTest {

    private final JpegDecoder decoder = new JpegDecoder();

    @ParameterizedTest
    @CsvSource({
        "16, 16, 0.8",
        "64, 64, 0.1",
        "64, 64, 1.0",
        "17, 33, 0.75",
        "250, 31, 0.95",
        "5, 1, 0.9",
        "1, 1, 0.9",
        "3, 40, 0.5",
        "256, 256, 0.3"
    })
    void colourEqualsLibjpeg(int w, int h, float quality) throws IOException {
        for (int roughness : new int[] {0, 8, 255}) {
            BufferedImage picture = picture(w, h, roughness, BufferedImage.TYPE_INT_RGB);
            byte[] jpeg = TileJpeg.write(picture, quality, false);
            assertThat(decode(jpeg, true, w, h, 3)).isEqualTo(TileJpeg.read(jpeg, 3));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 0.8", "65, 40, 1.0", "100, 7, 0.05"})
    void greyEqualsLibjpeg(int w, int h, float quality) throws IOException {
        BufferedImage picture = picture(w, h, 60, BufferedImage.TYPE_BYTE_GRAY);
        byte[] jpeg = TileJpeg.write(picture, quality, false);
        assertThat(decode(jpeg, false, w, h, 1)).isEqualTo(TileJpeg.read(jpeg, 1));
    }

    @Test
    void progressiveOnesAreLeftToJavaAndEqualWithinRounding() throws IOException {
        BufferedImage picture = picture(40, 24, 30, BufferedImage.TYPE_INT_RGB);
        byte[] jpeg = TileJpeg.write(picture, 0.9f, true);
        assertThat(decode(jpeg, true, 40, 24, 3)).isEqualTo(TileJpeg.read(jpeg, 3));
    }

    @Test
    void theUpperLeftPartIsTakenWhereLessIsWanted() throws IOException {
        BufferedImage picture = picture(32, 32, 30, BufferedImage.TYPE_BYTE_GRAY);
        byte[] jpeg = TileJpeg.write(picture, 0.9f, false);
        byte[] all = TileJpeg.read(jpeg, 1);
        byte[] part =
                decoder.decode(
                        jpeg, jpeg.length, JpegTables.none(), false, new TileSize(9, 5, 1, 32, 32));
        for (int y = 0; y < 5; y++) {
            assertThat(Arrays.copyOfRange(part, 9 * y, 9 * y + 9))
                    .isEqualTo(Arrays.copyOfRange(all, 32 * y, 32 * y + 9));
        }
    }

    @Test
    void oneThatEndsEarlyOrIsSmallerThanItsTileIsRefused() throws IOException {
        byte[] jpeg = TileJpeg.write(picture(64, 64, 90, BufferedImage.TYPE_INT_RGB), 0.9f, false);
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length * 2 / 3);
        assertThatThrownBy(() -> decode(cut, true, 64, 64, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ends too early");
        assertThatThrownBy(() -> decode(jpeg, true, 65, 64, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("64 x 64");
    }

    @Test
    @Timeout(60)
    void damageGivesAnExceptionOrAPictureButNothingElse() throws IOException {
        byte[] jpeg = TileJpeg.write(picture(48, 48, 60, BufferedImage.TYPE_INT_RGB), 0.8f, false);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] hurt = jpeg.clone();
            for (int k = 0; k <= i % 3; k++) {
                hurt[random.nextInt(hurt.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(decode(hurt, true, 48, 48, 3)).hasSize(48 * 48 * 3);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 9);
        assertThatThrownBy(() -> decode(cut, true, 48, 48, 3)).isInstanceOf(IOException.class);
        // What a broken tile leaves behind does not show in the next.
        assertThat(decode(jpeg, true, 48, 48, 3)).isEqualTo(TileJpeg.read(jpeg, 3));
    }

    private byte[] decode(byte[] jpeg, boolean ycc, int w, int h, int channels) throws IOException {
        TileSize size = new TileSize(w, h, channels, w, h);
        return decoder.decode(jpeg, jpeg.length, JpegTables.none(), ycc, size);
    }

    /** Slow waves of colour with as much noise as asked. */
    private static BufferedImage picture(int w, int h, int roughness, int type) {
        BufferedImage image = new BufferedImage(w, h, type);
        Random random = new Random(5);
        int bands = image.getRaster().getNumBands();
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                for (int c = 0; c < bands; c++) {
                    double v = 128 + 100 * Math.sin((x * (c + 1) + 2 * y) / 9.0);
                    v += roughness * (random.nextDouble() - 0.5);
                    int sample = (int) Math.max(0, Math.min(255, v));
                    image.getRaster().setSample(x, y, c, sample);
                }
            }
        }
        return image;
    }
}
