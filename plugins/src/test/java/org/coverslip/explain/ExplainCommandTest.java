package org.coverslip.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.RealData;
import org.coverslip.app.CommandLine;
import org.coverslip.report.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user gets from the command: maps in their place, tables, pictures, one-line refusals. */
class ExplainCommandTest {

    @TempDir static Path dir;

    private static Path network;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** A picture of 90 x 60 with a red square at (60, 10), and ROIs on it and beside it. */
    @BeforeAll
    static void material() throws Exception {
        network = ConvolutionalNetworks.red(dir.resolve("net"), 48, 0);
        Files.createDirectories(dir.resolve("pictures"));
        ColorProcessor pixels = new ColorProcessor(90, 60);
        pixels.setColor(new Color(100, 100, 100));
        pixels.fill();
        pixels.setColor(Color.RED);
        pixels.setRoi(60, 10, 20, 20);
        pixels.fill();
        new FileSaver(new ImagePlus("plain", pixels))
                .saveAsPng(dir.resolve("pictures/plain.png").toString());
        ImagePlus drawn = new ImagePlus("drawn", pixels);
        Roi lesion = new Roi(58, 8, 24, 24);
        lesion.setName("lesion/1");
        drawn.setOverlay(new Overlay(lesion));
        new FileSaver(drawn).saveAsTiff(dir.resolve("pictures/drawn.tif").toString());
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("explain", "show=false"));
        all.addAll(List.of(args));
        PrintStream sink = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new CommandLine(new PrintStream(new ByteArrayOutputStream()), sink).run(all);
    }

    private int explain(String output, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "input=" + dir.resolve("pictures"),
                                "model=" + network,
                                "output=" + dir.resolve(output)));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private static String cell(Table table, int row, String column) {
        return table.rows().get(row).get(table.columns().indexOf(column));
    }

    @Test
    void mapsLieOnThePicturesOwnPixels() {
        assertThat(explain("out", "label=red")).isZero();
        ImagePlus map = IJ.openImage(dir.resolve("out/plain.png/heatmap.tif").toString());
        assertThat(map.getWidth()).isEqualTo(90);
        assertThat(map.getHeight()).isEqualTo(60);
        assertThat(map.getBitDepth()).isEqualTo(32);
        assertThat(map.getProcessor().getf(70, 20)).isGreaterThan(0.9f);
        assertThat(map.getProcessor().getf(20, 20)).isLessThan(0.01f);
        ImagePlus raw = IJ.openImage(dir.resolve("out/plain.png/heatmap-raw.tif").toString());
        assertThat(raw.getWidth()).as("the layer's own grid").isEqualTo(48);
        assertThat(raw.getCalibration().pixelWidth).isCloseTo(90 / 48.0, within(1e-5));
        assertThat(raw.getStatistics().max).isNotCloseTo(1, within(0.01));
        ImagePlus over = IJ.openImage(dir.resolve("out/plain.png/overlay-red.png").toString());
        assertThat(over.getWidth()).isEqualTo(90);
        assertThat(over.getProcessor().get(20, 20) & 0xffffff)
                .as("what is cold stays as it is")
                .isEqualTo(0x646464);
        assertThat(dir.resolve("out/gallery.png")).isNotEmptyFile();
    }

    @Test
    void theTableSaysWhereTheHeatLiesAndWhetherItPointsAtTheLesion() throws Exception {
        assertThat(explain("table", "label=red")).isZero();
        Table table = Table.read(dir.resolve("table/explanations.csv"));
        assertThat(table.rows()).hasSize(2);
        assertThat(cell(table, 0, "image")).isEqualTo("drawn.tif");
        assertThat(Double.parseDouble(cell(table, 0, "centroid_x"))).isCloseTo(70, within(1.0));
        assertThat(Double.parseDouble(cell(table, 0, "centroid_y"))).isCloseTo(20, within(1.0));
        assertThat(cell(table, 0, "pointing")).isEqualTo("1");
        assertThat(Double.parseDouble(cell(table, 0, "in_rois"))).isGreaterThan(0.95);
        assertThat(Double.parseDouble(cell(table, 0, "rois_share")))
                .isCloseTo(24 * 24 / 5400.0, within(1e-4));
        assertThat(cell(table, 1, "pointing")).as("no ROI was drawn on this one").isEmpty();
        Table summary = Table.read(dir.resolve("table/summary.csv"));
        assertThat(cell(summary, 0, "explained")).isEqualTo("red");
        assertThat(cell(summary, 0, "method")).isEqualTo("gradcam");
        assertThat(cell(summary, 0, "layer")).isEqualTo("features");
        assertThat(Files.readString(dir.resolve("table/run.json")))
                .contains(
                        "method gradcam, layer features, Relu", "scores scores/BiasAdd", "sha256");
    }

    @Test
    void everyRoiIsExplainedForItself() throws Exception {
        int exit =
                run(
                        "input=" + dir.resolve("pictures/drawn.tif"),
                        "model=" + network,
                        "output=" + dir.resolve("rois"),
                        "region=rois",
                        "label=all",
                        "method=hirescam");
        assertThat(exit).isZero();
        Table table = Table.read(dir.resolve("rois/explanations.csv"));
        assertThat(table.rows()).extracting(r -> r.get(1)).containsExactly("lesion/1", "lesion/1");
        ImagePlus map =
                IJ.openImage(dir.resolve("rois/drawn.tif/001-lesion_1/heatmap.tif").toString());
        assertThat(map.getWidth()).isEqualTo(24);
        assertThat(map.getNChannels()).isEqualTo(2);
        assertThat(map.getCalibration().getX(0)).as("its place on the image").isEqualTo(58);
    }

    @Test
    void aSecondRunDoesOnlyWhatIsMissingAndTheGalleryStaysWhole() throws Exception {
        explain("again", "label=red");
        byte[] gallery = Files.readAllBytes(dir.resolve("again/gallery.png"));
        Path map = dir.resolve("again/plain.png/heatmap.tif");
        var written = Files.getLastModifiedTime(map);
        Files.delete(dir.resolve("again/gallery.png"));
        explain("again", "label=red");
        assertThat(Files.getLastModifiedTime(map)).isEqualTo(written);
        assertThat(Files.readAllBytes(dir.resolve("again/gallery.png"))).isEqualTo(gallery);
    }

    @Test
    void theSanityCheckSaysWhetherMapsDependOnTheNetwork() throws Exception {
        Path random = ConvolutionalNetworks.random(dir.resolve("three"), 16, 8);
        int exit =
                run(
                        "input=" + dir.resolve("pictures"),
                        "model=" + random,
                        "output=" + dir.resolve("sane"),
                        "sanity=true");
        assertThat(exit).isZero();
        Table table = Table.read(dir.resolve("sane/sanity.csv"));
        assertThat(table.rows()).extracting(r -> r.get(0)).containsExactly("scores", "features");
        assertThat(dir.resolve("sane/sanity.png")).isNotEmptyFile();
        assertThat(Files.readString(dir.resolve("sane/run.json")))
                .contains("sanity check: with all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "label=blue        | the model has no label \"blue\"; use plain, red, or top",
                "label=3           | the model has 2 labels; give 1 to 2",
                "layer=featurs     | no layer of this name; the nearest are features",
                "layer=scores      | have no rows and columns; use a convolutional layer",
                "method=gradkam    | this is not a choice; use one of gradcam",
                "lut=nosuchlut     | ImageJ has no such lookup table; use inferno",
                "alpha=1.5         | this is out of range",
                "tiles=-1          | this is out of range"
            })
    void aRequestThatCannotBeDoneIsOneSentence(String argument, String sentence) {
        assertThat(explain("bad", argument)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .contains(sentence)
                .endsWith(".")
                .doesNotContain("\n", "Exception");
        assertThat(dir.resolve("bad")).doesNotExist();
    }

    @Test
    void aNetworkOfPicturesWithoutScoresIsRefused() {
        Path n2v = RealData.at("models/n2v-csbdeep/format-0.2.0-csbdeep.bioimage.io.zip");
        int exit =
                run(
                        "input=" + dir.resolve("pictures"),
                        "model=" + n2v,
                        "output=" + dir.resolve("n2v"));
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .contains("this model is for restoration; give one that classifies")
                .doesNotContain("\n");
    }

    @Test
    void aNetworkThatGivesNumbersPerPixelIsRefusedEvenIfItDoesNotSaySo() {
        Path pixels = ConvolutionalNetworks.pixels(dir.resolve("pixels"), 16);
        int exit =
                run(
                        "input=" + dir.resolve("pictures"),
                        "model=" + pixels,
                        "output=" + dir.resolve("pixels-out"));
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .contains("holds 512 numbers per picture and not one score for each of 2 labels")
                .doesNotContain("\n");
        assertThat(dir.resolve("pixels-out")).doesNotExist();
    }

    @Test
    void aNetworkWithoutAConvolutionSaysWhatElseCanBeDone() throws Exception {
        Path flat = org.coverslip.SmallNetworks.brightness(dir.resolve("flat"), 8, 0);
        String[] request = {
            "input=" + dir.resolve("pictures"), "model=" + flat, "output=" + dir.resolve("flat-out")
        };
        assertThat(run(request)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("it has no convolutional layer of at least 4 x 4 places")
                .contains("method=occlusion");
        String[] occlusion = java.util.Arrays.copyOf(request, 4);
        occlusion[3] = "method=occlusion";
        assertThat(run(occlusion)).isZero();
    }
}
