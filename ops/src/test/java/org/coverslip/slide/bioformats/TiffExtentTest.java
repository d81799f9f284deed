package org.coverslip.slide.bioformats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A TIFF that ends before its pages do is found out before anything is decoded. */
@Timeout(60)
class TiffExtentTest {

    private static final String[] WHOLE = {
        "slides/cmu-1-small-region.svs",
        "slides/fluorescence-dapi.ndpi",
        "slides/ome-tiff/4D-series.ome.tif",
        "slides/tiff-edge-cases/yb10kx5k.zstd.tiff",
        "slides/tiff-edge-cases/test_orient5.tif",
        "histology/img3d.tif"
    };

    @TempDir Path folder;

    private static Path data(String name) {
        Path path = Path.of(System.getProperty("coverslip.data", "shared/data")).resolve(name);
        Assumptions.assumeTrue(Files.exists(path), "skipped: " + path + " is missing");
        return path;
    }

    @Test
    void wholeFilesMissNothing() throws IOException {
        for (String name : WHOLE) {
            assertThat(TiffExtent.missing(data(name))).as(name).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} % of every file")
    @ValueSource(doubles = {1, 10, 50, 90, 99})
    void whatIsCutShortIsMissed(double percent) throws IOException {
        for (String name : new String[] {WHOLE[0], WHOLE[1], WHOLE[2]}) {
            byte[] all = Files.readAllBytes(data(name));
            byte[] part = Arrays.copyOf(all, (int) (all.length * percent / 100));
            Path cut = Files.write(folder.resolve("cut.tif"), part);
            assertThat(TiffExtent.missing(cut)).as(name).isPresent();
        }
    }

    @Test
    void otherFilesAreNotItsBusiness() throws IOException {
        assertThat(TiffExtent.missing(data("histology/histo.jpg"))).isEmpty();
        assertThat(TiffExtent.missing(Files.write(folder.resolve("a"), new byte[3]))).isEmpty();
    }

    @Test
    void pagesThatPointAtEachOtherEnd() throws IOException {
        byte[] loop = {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 0};
        assertThat(TiffExtent.missing(Files.write(folder.resolve("loop.tif"), loop))).isEmpty();
    }

    @Test
    void aClaimOfMoreEntriesThanTheFileHoldsIsMissed() throws IOException {
        byte[] lie = {
            'M', 'M', 0, 43, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 127, 0, 0, 0, 0, 0, 0, 0
        };
        assertThat(TiffExtent.missing(Files.write(folder.resolve("lie.tif"), lie))).isPresent();
    }
}
