package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.app.CommandLine;
import org.coverslip.evaluate.segmentation.SegmentationReport;
import org.coverslip.report.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What segment found is held against label images and annotations. */
class EvaluateSegmentsTest {

    @TempDir Path dir;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int call(String... args) {
        err.reset();
        PrintStream sink = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new CommandLine(new PrintStream(new ByteArrayOutputStream()), sink)
                .run(List.of(args));
    }

    private void picture(String name, int... boxes) throws Exception {
        ColorProcessor p = new ColorProcessor(120, 80);
        p.setColor(Color.WHITE);
        p.fill();
        p.setColor(Color.BLACK);
        for (int i = 0; i < boxes.length; i += 4) {
            p.fillRect(boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]);
        }
        Files.createDirectories(dir.resolve("in"));
        new FileSaver(new ImagePlus("p", p)).saveAsTiff(dir.resolve("in/" + name).toString());
    }

    private Path truth(String name, int... boxes) throws Exception {
        ByteProcessor p = new ByteProcessor(120, 80);
        for (int i = 0; i < boxes.length; i += 4) {
            p.setColor(i / 4 + 1);
            p.fillRect(boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]);
        }
        Files.createDirectories(dir.resolve("truth"));
        Path file = dir.resolve("truth/" + name);
        new FileSaver(new ImagePlus("t", p)).saveAsTiff(file.toString());
        return file;
    }

    private Path segment(int stride, String objects) {
        Path net = dir.resolve("net" + stride);
        if (!Files.exists(net)) PixelNetworks.dark(net, 40, stride, b -> b);
        Path out = dir.resolve("out" + stride + objects);
        int exit =
                call(
                        "segment",
                        "input=" + dir.resolve("in"),
                        "model=" + net,
                        "output=" + out,
                        "objects=" + objects,
                        "show=false");
        assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return out;
    }

    private Table evaluate(Path results, Path truth) {
        int exit = call("evaluate", "predictions=" + results, "truth=" + truth, "show=false");
        assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return Table.read(results.resolve("segmentation.csv"));
    }

    private static String cell(Table table, String image, String label, String column) {
        List<String> row =
                table.rows().stream()
                        .filter(r -> r.get(0).equals(image) && r.get(1).equals(label))
                        .findFirst()
                        .orElseThrow();
        return row.get(table.columns().indexOf(column));
    }

    @Test
    void objectsAreHeldAgainstLabelImages() throws Exception {
        picture("a.tif", 10, 10, 20, 20, 60, 10, 20, 20);
        picture("b.tif", 10, 10, 20, 20);
        // NB: the second object of a is half of what was found, and b has one that was missed.
        truth("a.tif", 10, 10, 20, 20, 60, 10, 20, 13);
        truth("b.tif", 10, 10, 20, 20, 90, 50, 10, 10);
        Table table = evaluate(segment(1, "components"), dir.resolve("truth"));
        assertThat(cell(table, "a.tif", "all", "f1_60")).isEqualTo("1");
        assertThat(cell(table, "a.tif", "all", "f1_70")).isEqualTo("0.5");
        assertThat(cell(table, "a.tif", "all", "dice")).isEqualTo("0.9041096");
        assertThat(cell(table, "a.tif", "all", "pq")).isEqualTo("0.825");
        assertThat(cell(table, "a.tif", "all", "aji")).isEqualTo("0.825");
        assertThat(cell(table, "b.tif", "all", "truth_objects")).isEqualTo("2");
        assertThat(cell(table, "b.tif", "all", "found_objects")).isEqualTo("1");
        assertThat(cell(table, "all", "all", "truth_objects")).isEqualTo("4");
        assertThat(cell(table, "all", "all", "f1_50")).isEqualTo("0.8571429");
        assertThat(table.rows()).extracting(r -> r.get(1)).containsOnly("all");
    }

    @Test
    void whatIsHeldAgainstItselfAgrees() throws Exception {
        picture("a.tif", 10, 10, 20, 20, 61, 11, 21, 21, 100, 60, 7, 5);
        for (int stride : new int[] {1, 2}) {
            Path out = segment(stride, "components");
            for (String own : new String[] {"labels.tif", "objects.geojson"}) {
                Table table = evaluate(out, out.resolve("a.tif/" + own));
                for (String measure : new String[] {"dice", "iou", "f1_90", "pq", "aji"}) {
                    assertThat(cell(table, "a.tif", "all", measure)).as(own).isEqualTo("1");
                }
            }
            Table table = evaluate(out, out.resolve("a.tif/objects.geojson"));
            assertThat(cell(table, "all", "dark", "found_objects")).isEqualTo("3");
        }
    }

    @Test
    void aFullSizeTruthFitsAResultOfLowerResolution() throws Exception {
        picture("a.tif", 10, 10, 20, 20, 60, 10, 20, 20);
        truth("a.tif", 10, 10, 20, 20, 60, 10, 20, 20);
        Table table = evaluate(segment(2, "components"), dir.resolve("truth"));
        assertThat(cell(table, "a.tif", "all", "f1_90")).isEqualTo("1");
    }

    @Test
    void classesOfPixelsAreHeldAgainstImagesOfClasses() throws Exception {
        picture("a.tif", 10, 10, 20, 20);
        truth("a.tif", 10, 10, 20, 10);
        Path out = segment(1, "none");
        Table table = evaluate(out, dir.resolve("truth"));
        assertThat(table.columns()).containsExactly("image", "class", "dice", "iou");
        assertThat(cell(table, "a.tif", "dark", "iou")).isEqualTo("0.5");
        assertThat(cell(table, "all", "dark", "dice")).isEqualTo("0.6666667");
        truth("a.tif", 10, 10, 20, 10, 50, 50, 5, 5);
        assertThat(refused(out, dir.resolve("truth"))).contains("holds class 2", "1 dark");
    }

    @Test
    void annotationsOfClassesThatTheNetworkDoesNotKnowCountAsMissed() throws Exception {
        picture("a.tif", 10, 10, 20, 20);
        List<String> features = new ArrayList<>();
        for (String label : new String[] {"dark", "mucus"}) {
            int x = features.isEmpty() ? 10 : 70;
            features.add(
                    """
                    {"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                      [[[%d, 10], [%d, 10], [%d, 30], [%d, 30], [%d, 10]]]},
                     "properties": {"classification": {"name": "%s"}}}"""
                            .formatted(x, x + 20, x + 20, x, x, label));
        }
        Files.writeString(dir.resolve("a.geojson"), features.toString());
        Path out = segment(1, "components");
        Table table = evaluate(out, dir.resolve("a.geojson"));
        assertThat(SegmentationReport.of(out, dir.resolve("a.geojson")).notes())
                .singleElement()
                .asString()
                .contains("know nothing of mucus");
        assertThat(cell(table, "a.tif", "dark", "f1_50")).isEqualTo("1");
        assertThat(cell(table, "a.tif", "mucus", "f1_50")).isEqualTo("0");
        assertThat(cell(table, "a.tif", "mucus", "dice")).isEqualTo("0");
        assertThat(cell(table, "a.tif", "all", "f1_50")).isEqualTo("0.6666667");
    }

    private String refused(Path results, Path truth) {
        assertThat(call("evaluate", "predictions=" + results, "truth=" + truth, "show=false"))
                .isEqualTo(2);
        String said = err.toString(StandardCharsets.UTF_8).strip();
        assertThat(said).doesNotContain("\n");
        return said;
    }

    @Test
    void aTruthThatDoesNotFitIsOneSentence() throws Exception {
        picture("a.tif", 10, 10, 20, 20);
        Path out = segment(1, "components");
        Path other = truth("other.tif", 1, 1, 2, 2);
        assertThat(refused(out, dir.resolve("truth"))).contains("not one of the 1 segmented");
        assertThat(refused(out, dir.resolve("in/a.tif"))).contains("no label image");
        assertThat(refused(out, dir.resolve("nowhere"))).contains("no such file");
        ImagePlus small = IJ.openImage(other.toString());
        ImageProcessor cut = small.getProcessor().resize(60, 30);
        new FileSaver(new ImagePlus("t", cut)).saveAsTiff(other.toString());
        assertThat(refused(out, other)).contains("60 x 30", "120 x 80");
        Files.writeString(dir.resolve("bad.geojson"), "{\"type\": \"Feat");
        assertThat(refused(out, dir.resolve("bad.geojson"))).contains("no GeoJSON");
        assertThat(out.resolve("segmentation.csv")).doesNotExist();
    }
}
