package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.SmallNetworks;
import org.coverslip.detect.Detect;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.tile.ValueMapping;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where detecting ends: tiles, overlaps, values that are none; by a network that finds squares. */
class DetectLimitsTest {

    private static final int SIDE = 520;

    @TempDir static Path dir;

    private static ModelBundle model;
    private static Network network;
    private static Path slide;
    private static final Set<List<Integer>> PLACES = new HashSet<>();

    @BeforeAll
    static void material() throws Exception {
        model = Models.open(SmallNetworks.squares(dir.resolve("squares")), Engines.get());
        network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
        ColorProcessor black = new ColorProcessor(SIDE, SIDE);
        black.setColor(java.awt.Color.WHITE);
        for (int y = 8; y + 24 <= SIDE; y += 44) {
            for (int x = 12; x + 24 <= SIDE; x += 36) {
                black.fillRect(x, y, 16, 16);
                PLACES.add(List.of(x, y));
            }
        }
        ImagePlus image = new ImagePlus("slide", black);
        Calibration calibration = new Calibration();
        calibration.pixelWidth = 0.5;
        calibration.pixelHeight = 0.5;
        calibration.setUnit("um");
        image.setCalibration(calibration);
        slide = dir.resolve("slide.tif");
        IJ.saveAsTiff(image, slide.toString());
    }

    @AfterAll
    static void close() {
        network.close();
        model.close();
    }

    private static Path onSlide(int tile, double overlap) {
        Path out = dir.resolve("slide-" + tile + "-" + overlap);
        Detect.Result result =
                Detect.with(model.toBuilder().spacing(0.5).build(), network)
                        .images(List.of(ImageItem.of("slide.tif", slide)))
                        .tiling(new TileOptions(Region.ALL, overlap, 0))
                        .tile(tile)
                        .output(out)
                        .run();
        assertThat(result.failures()).isEmpty();
        return out;
    }

    /** Tiles of any size see the same objects, each once and whole; overlaps of 24 pixels. */
    @Test
    void onSlidesEveryObjectIsThereOnceWhateverTheTiles() {
        for (int tile : new int[] {64, 96, 128, 256, 512}) {
            List<List<String>> rows =
                    Table.read(onSlide(tile, 24.0 / tile).resolve("slide.tif/objects.csv")).rows();
            assertThat(rows).as("tiles of " + tile).hasSize(PLACES.size());
            Set<List<Integer>> found = new HashSet<>();
            for (List<String> row : rows) {
                found.add(List.of(rounded(row.get(6)), rounded(row.get(7))));
                assertThat(List.of(rounded(row.get(8)), rounded(row.get(9))))
                        .containsExactly(16, 16);
            }
            assertThat(found).isEqualTo(PLACES);
        }
    }

    private static int rounded(String number) {
        return (int) Math.round(Double.parseDouble(number));
    }

    @Test
    void objectsLargerThanTheOverlapAreWarnedOf() throws Exception {
        Path small = onSlide(64, 8.0 / 64);
        assertThat(Files.readString(small.resolve("run.json")))
                .contains("larger than the overlap of the tiles");
        Path large = onSlide(128, 32.0 / 128);
        assertThat(Files.readString(large.resolve("run.json"))).doesNotContain("larger than");
    }

    @Test
    void densityIsObjectsPerSquareMillimetre() {
        Table summary = Table.read(onSlide(256, 24.0 / 256).resolve("summary.csv"));
        List<String> row = summary.rows().get(0);
        double area = Double.parseDouble(row.get(summary.columns().indexOf("area_mm2")));
        double density = Double.parseDouble(row.get(summary.columns().indexOf("square per mm2")));
        assertThat(area).isCloseTo(Math.pow(SIDE * 0.0005, 2), withinPercent());
        assertThat(density).isCloseTo(PLACES.size() / area, withinPercent());
    }

    /** A ROI of 80 x 100 pixels, in which are two columns and two rows of objects; tiles of 256. */
    @Test
    void densityInARoiIsThatOfTheRoiNotOfTheTilesItTouches() throws Exception {
        Path own = dir.resolve("with-roi.tif");
        Files.copy(slide, own);
        Roi roi = new Roi(0, 0, 80, 100);
        RoiEncoder.save(roi, dir.resolve("with-roi.roi").toString());
        Path out = dir.resolve("out-roi");
        Detect.with(model.toBuilder().spacing(0.5).build(), network)
                .images(List.of(ImageItem.of("with-roi.tif", own)))
                .tiling(new TileOptions(Region.ROIS, 24.0 / 256, 0))
                .tile(256)
                .output(out)
                .run();
        Table summary = Table.read(out.resolve("summary.csv"));
        List<String> row = summary.rows().get(0);
        assertThat(row.get(summary.columns().indexOf("objects"))).isEqualTo("4");
        double area = Double.parseDouble(row.get(summary.columns().indexOf("area_mm2")));
        double density = Double.parseDouble(row.get(summary.columns().indexOf("square per mm2")));
        assertThat(area).isCloseTo(0.040 * 0.050, withinPercent());
        assertThat(density).isCloseTo(4 / (0.040 * 0.050), withinPercent());
    }

    private static org.assertj.core.data.Percentage withinPercent() {
        return org.assertj.core.data.Percentage.withPercentage(0.1);
    }

    @Test
    void anImageWhoseValuesAreNoNumbersFailsByNameAndTheOthersAreDone() throws Exception {
        float[] pixels = new float[64 * 64];
        java.util.Arrays.fill(pixels, Float.NaN);
        Path bad = dir.resolve("nan.tif");
        IJ.saveAsTiff(new ImagePlus("n", new FloatProcessor(64, 64, pixels)), bad.toString());
        Path good = dir.resolve("zero.tif");
        IJ.saveAsTiff(new ImagePlus("z", new FloatProcessor(64, 64)), good.toString());
        Detect.Result result =
                Detect.with(model, network)
                        .images(List.of(ImageItem.of("nan.tif", bad), ImageItem.of("z.tif", good)))
                        .values(ValueMapping.parse("0,1"))
                        .output(dir.resolve("out-nan"))
                        .run();
        assertThat(result.done()).isEqualTo(1);
        assertThat(result.failures()).containsOnlyKeys("nan.tif");
        assertThat(result.failures().get("nan.tif")).contains("not a finite number");
    }

    @Test
    void aDecoderThatDoesNotFitIsRefusedWithTheShapesThatWereSeen() throws Exception {
        ModelBundle other = model.toBuilder().decoder(Map.of("name", "yolov5")).build();
        Path picture = dir.resolve("p.png");
        ImageIO.write(
                new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        Path out = dir.resolve("out-other");
        assertThatThrownBy(
                        () ->
                                Detect.with(other, network)
                                        .images(List.of(ImageItem.of("p.png", picture)))
                                        .output(out)
                                        .run())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("heat [")
                .hasMessageContaining("YOLOv5 and v7");
        assertThat(out).doesNotExist();
    }
}
