package org.coverslip.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.RoiEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoiFilesTest {

    @TempDir Path dir;

    private static Roi named(String name, Roi roi) {
        roi.setName(name);
        return roi;
    }

    @Test
    void aRoiSetBesideTheImageIsReadInItsOrder() throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(dir.resolve("smear.zip")))) {
            for (String name : List.of("0002", "0001")) {
                zip.putNextEntry(new ZipEntry(name + ".roi"));
                zip.write(RoiEncoder.saveAsByteArray(named(name, new OvalRoi(3, 4, 5, 6))));
            }
        }
        assertThat(RoiFiles.of(dir.resolve("smear.png")))
                .extracting(Roi::getName)
                .containsExactly("0002", "0001");
    }

    @Test
    void theOverlayInsideATiffIsRead() {
        ImagePlus image = IJ.createImage("a", "8-bit black", 40, 30, 1);
        image.setOverlay(new Overlay(named("cell", new Roi(10, 5, 8, 7))));
        Path file = dir.resolve("a.tif");
        new FileSaver(image).saveAsTiff(file.toString());
        assertThat(RoiFiles.of(file))
                .singleElement()
                .satisfies(
                        roi -> {
                            assertThat(roi.getName()).isEqualTo("cell");
                            assertThat(roi.getBounds())
                                    .isEqualTo(new java.awt.Rectangle(10, 5, 8, 7));
                        });
    }

    @Test
    void anImageWithoutRoisHasNone() {
        assertThat(RoiFiles.of(dir.resolve("a.png"))).isEmpty();
    }

    @Test
    void aDamagedRoiIsRefusedByName() throws IOException {
        Files.writeString(dir.resolve("a.roi"), "not a roi at all");
        assertThatThrownBy(() -> RoiFiles.of(dir.resolve("a.png")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a.roi");
    }

    @Test
    void boxesAreCutAtTheEdgeAndKeepTheirPlane() {
        Roi roi = named("edge", new Roi(-5, 10, 20, 50));
        roi.setPosition(2);
        assertThat(Part.boxes("a", List.of(roi), 3, 100, 40))
                .containsExactly(new Part("edge", 1, 0, 10, 15, 30));
    }

    @Test
    void aRoiOutsideTheImageIsRefused() {
        assertThatThrownBy(
                        () ->
                                Part.boxes(
                                        "a.png",
                                        List.of(named("far", new Roi(500, 0, 9, 9))),
                                        1,
                                        100,
                                        40))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a.png")
                .hasMessageContaining("\"far\"");
    }
}
