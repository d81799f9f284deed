package org.coverslip.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MontageTest {

    private static BufferedImage red() {
        var picture = new BufferedImage(100, 60, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 60; y++) for (int x = 0; x < 100; x++) picture.setRGB(x, y, 0xff0000);
        return picture;
    }

    @Test
    void everyPictureStandsCentredInItsCellWithItsMark(@TempDir Path dir) throws Exception {
        Montage montage = new Montage();
        for (int i = 0; i < 7; i++) montage.add(red(), "image " + i, "normal 0.9", Color.BLUE);
        montage.write(dir.resolve("montage.png"));
        BufferedImage sheet = ImageIO.read(dir.resolve("montage.png").toFile());
        int cell = Montage.SIDE + 12;
        assertThat(sheet.getWidth() / cell).isEqualTo(4);
        assertThat(sheet.getRGB(cell + cell / 2, cell / 2) & 0xffffff).isEqualTo(0xff0000);
        assertThat(sheet.getRGB(8, cell + 10) & 0xffffff).isEqualTo(0x0000ff);
    }

    @Test
    void aLongNameIsShortenedAndTheSheetStaysBounded() {
        Montage montage = new Montage();
        for (int i = 0; i < Montage.MOST + 5; i++)
            montage.add(red(), "x".repeat(300), "", Color.BLUE);
        assertThat(montage.isFull()).isTrue();
        assertThat(montage.render().getWidth()).isLessThanOrEqualTo(1600);
    }

    @Test
    void thumbnailsShowSixteenBitImagesBetweenTheirDisplayRange() {
        var pixels = ArrayImgs.unsignedShorts(new short[] {1000, 2000, 3000, 3000}, 4, 1, 1);
        BufferedImage shown =
                Thumbnail.of(
                        pixels, false, Optional.of(new org.coverslip.slide.ValueRange(1000, 3000)));
        assertThat(shown.getRGB(0, 0) & 0xff).isZero();
        assertThat(shown.getRGB(1, 0) & 0xff).isEqualTo(128);
        assertThat(shown.getRGB(3, 0) & 0xff).isEqualTo(255);
    }
}
