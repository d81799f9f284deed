package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.coverslip.slide.PixelSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TissueOfRealSlidesTest {

    private static final int MASK_WIDTH = 221;
    private static final int MASK_HEIGHT = 296;

    private static Path data(String name) {
        Path file = Path.of(System.getProperty("coverslip.data", "missing"), "slides", name);
        assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        return file;
    }

    private static Img<UnsignedByteType> firstPage(Path file) throws IOException {
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            return planar(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    private static Img<UnsignedByteType> planar(BufferedImage picture) {
        int w = picture.getWidth();
        int h = picture.getHeight();
        byte[] bytes = new byte[3 * w * h];
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            picture.getRGB(0, y, w, 1, row, 0, w);
            for (int x = 0; x < w; x++) {
                for (int c = 0; c < 3; c++) {
                    bytes[(c * h + y) * w + x] = (byte) (row[x] >> (16 - 8 * c));
                }
            }
        }
        return ArrayImgs.unsignedBytes(bytes, w, h, 3);
    }

    /** At overview pixels of 4, 8, 16 um, as pyramids may have them. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void theMaskOfCmu1OverlapsThatOfHistolab(int factor) throws IOException {
        byte[] npy = Files.readAllBytes(data("tissue-mask-cmu-1-small-region.npy"));
        byte[] truth = Arrays.copyOfRange(npy, npy.length - MASK_WIDTH * MASK_HEIGHT, npy.length);
        Img<UnsignedByteType> slide = firstPage(data("cmu-1-small-region.svs"));
        TissueMask mask =
                TissueMask.of(
                        Overview.of(
                                slide, factor, true, 1, Optional.of(new PixelSize(0.499, 0.499))));
        double w = slide.dimension(0) / (double) MASK_WIDTH;
        double h = slide.dimension(1) / (double) MASK_HEIGHT;
        int both = 0;
        int either = 0;
        for (int i = 0; i < truth.length; i++) {
            double x = i % MASK_WIDTH * w;
            double y = i / MASK_WIDTH * h;
            boolean ours = mask.area(x, y, w, h) > w * h / 2;
            boolean theirs = truth[i] != 0;
            if (ours && theirs) both++;
            if (ours || theirs) either++;
        }
        assertThat(mask.kind()).isEqualTo(TissueKind.STAINED);
        assertThat(both / (double) either).isGreaterThan(0.88);
    }

    @Test
    void aDapiSlideStoredAsRgbIsFluorescence() throws IOException {
        Img<UnsignedByteType> slide = firstPage(data("fluorescence-dapi.ndpi"));
        TissueMask mask =
                TissueMask.of(
                        Overview.of(slide, 32, true, 1, Optional.of(new PixelSize(0.228, 0.228))));
        assertThat(mask.kind()).isEqualTo(TissueKind.FLUORESCENCE);
        // The epithelium along the lower third is tissue, the glass below it is not.
        assertThat(mask.area(800, 3500, 1600, 400)).isGreaterThan(0.95 * 1600 * 400);
        assertThat(mask.area(200, 4650, 2000, 150)).isZero();
        assertThat(mask.squareMillimetres().getAsDouble()).isBetween(0.5, 0.9);
    }
}
