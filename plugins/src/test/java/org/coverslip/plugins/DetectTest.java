package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.filter.AVI_Writer;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.SmallNetworks;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detect;
import org.coverslip.detect.DetectorSpec;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.evaluate.detection.DetectionReport;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Task;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of images, movies and stacks; by a network that finds squares. */
class DetectTest {

    @TempDir static Path dir;

    private static ModelBundle model;
    private static Network network;

    @BeforeAll
    static void network() throws Exception {
        model = Models.open(SmallNetworks.squares(dir.resolve("squares")), Engines.get());
        network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        network.close();
        model.close();
    }

    /** White squares of 16 pixels on black, at multiples of 8. */
    private static BufferedImage picture(int width, int height, int... places) {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setColor(Color.WHITE);
        for (int i = 0; i < places.length; i += 2) g.fillRect(places[i], places[i + 1], 16, 16);
        g.dispose();
        return picture;
    }

    private Detect.Result detect(Path out, Path... files) {
        return Detect.with(model, network)
                .images(
                        java.util.Arrays.stream(files)
                                .map(f -> ImageItem.of(f.getFileName().toString(), f))
                                .toList())
                .labels(List.of(LabelFormats.named("coco")))
                .track(true)
                .output(out)
                .run();
    }

    @Test
    void objectsOfImagesAreWhereTheyAre() throws Exception {
        Path a = dir.resolve("a.png");
        ImageIO.write(picture(128, 96, 16, 24, 80, 64), "png", a.toFile());
        Path empty = dir.resolve("empty.png");
        ImageIO.write(picture(64, 64), "png", empty.toFile());
        Path out = dir.resolve("out-images");
        Detect.Result result = detect(out, a, empty);
        assertThat(result.failures()).isEmpty();
        Table summary = Table.read(result.summary());
        assertThat(summary.rows())
                .containsExactly(
                        List.of("a.png", "128", "96", "1", "2", "2"),
                        List.of("empty.png", "64", "64", "1", "0", "0"));
        List<List<String>> objects = Table.read(out.resolve("a.png/objects.csv")).rows();
        assertThat(objects).hasSize(2);
        Set<List<Integer>> corners =
                Set.of(
                        List.of(rounded(objects.get(0), 6), rounded(objects.get(0), 7)),
                        List.of(rounded(objects.get(1), 6), rounded(objects.get(1), 7)));
        assertThat(corners).containsExactlyInAnyOrder(List.of(16, 24), List.of(80, 64));
        assertThat(Double.parseDouble(objects.get(0).get(8))).isEqualTo(16, within(0.01));
        assertThat(out.resolve("a.png/overlay.png")).exists();
        assertThat(Files.readString(out.resolve("a.png/objects.geojson"))).contains("square");
        LabelSet labels =
                LabelFormats.named("coco")
                        .read(out.resolve("labels/coco/coco.json"), ImageSizes.none());
        assertThat(labels.objects()).isEqualTo(2);
    }

    @Test
    void aPictureOfAnySizeIsSeenAsItIsAndNothingBeyondItIsFound() throws Exception {
        Path odd = dir.resolve("odd.png");
        // The last square is mirrored at the right edge, where the network's step goes on.
        ImageIO.write(picture(131, 97, 16, 24, 80, 64, 112, 8), "png", odd.toFile());
        Path out = dir.resolve("out-odd");
        assertThat(detect(out, odd).failures()).isEmpty();
        List<List<String>> objects = Table.read(out.resolve("odd.png/objects.csv")).rows();
        assertThat(objects)
                .extracting(row -> List.of(rounded(row, 6), rounded(row, 7)))
                .containsExactlyInAnyOrder(List.of(16, 24), List.of(80, 64), List.of(112, 8));
        for (List<String> row : objects) {
            assertThat(Double.parseDouble(row.get(8))).isEqualTo(16, within(0.01));
            assertThat(Double.parseDouble(row.get(9))).isEqualTo(16, within(0.01));
        }
    }

    private static int rounded(List<String> row, int column) {
        return (int) Math.round(Double.parseDouble(row.get(column)));
    }

    @Test
    void objectsOfAMovieKeepTheirNumber() throws Exception {
        ImageStack frames = new ImageStack(128, 64);
        for (int t = 0; t < 4; t++) {
            frames.addSlice(new ColorProcessor(picture(128, 64, 8 + 8 * t, 8, 96, 40)));
        }
        Path avi = dir.resolve("movie.avi");
        new AVI_Writer()
                .writeImage(
                        new ImagePlus("movie", frames),
                        avi.toString(),
                        AVI_Writer.NO_COMPRESSION,
                        0);
        Path out = dir.resolve("out-movie");
        Detect.Result result = detect(out, avi);
        assertThat(result.failures()).isEmpty();
        List<List<String>> objects = Table.read(out.resolve("movie.avi/objects.csv")).rows();
        assertThat(objects).hasSize(8);
        Map<String, Long> perTrack =
                objects.stream()
                        .collect(
                                java.util.stream.Collectors.groupingBy(
                                        r -> r.get(3), java.util.stream.Collectors.counting()));
        assertThat(perTrack.values()).containsExactly(4L, 4L);
    }

    @Test
    void framesOfAStackAreTold() throws Exception {
        ImageStack slices = new ImageStack(64, 64);
        slices.addSlice(new ColorProcessor(picture(64, 64)));
        slices.addSlice(new ColorProcessor(picture(64, 64, 24, 24)));
        Path file = dir.resolve("stack.tif");
        IJ.saveAsTiff(new ImagePlus("stack", slices), file.toString());
        Path out = dir.resolve("out-stack");
        assertThat(detect(out, file).failures()).isEmpty();
        List<List<String>> objects = Table.read(out.resolve("stack.tif/objects.csv")).rows();
        assertThat(objects).hasSize(1);
        assertThat(objects.get(0).get(1)).as("frame").isEqualTo("2");
    }

    @Test
    void oneBadImageDoesNotEndTheRest() throws Exception {
        Path good = dir.resolve("good.png");
        ImageIO.write(picture(64, 64, 8, 8), "png", good.toFile());
        Path bad = dir.resolve("bad.png");
        Files.write(bad, java.util.Arrays.copyOf(Files.readAllBytes(good), 60));
        Detect.Result result = detect(dir.resolve("out-bad"), bad, good);
        assertThat(result.done()).isEqualTo(1);
        assertThat(result.failures()).containsOnlyKeys("bad.png");
    }

    @Test
    void aModelForSomethingElseIsRefused() {
        ModelBundle other = model.toBuilder().task(Task.CLASSIFICATION).decoder(null).build();
        assertThatThrownBy(() -> DetectorSpec.of(other))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("classification");
    }

    @Test
    void resultsAreHeldAgainstLabels() throws Exception {
        Path a = dir.resolve("held.png");
        ImageIO.write(picture(128, 96, 16, 24, 80, 64), "png", a.toFile());
        Path out = dir.resolve("out-held");
        detect(out, a);
        Path truth = dir.resolve("truth");
        LabelledBox there = new LabelledBox("square", new Box(16, 24, 32, 40));
        LabelledBox missed = new LabelledBox("square", new Box(100, 10, 116, 26));
        LabelSet labels =
                new LabelSet(
                        List.of("square"),
                        List.of(new LabelledImage("held.png", 128, 96, List.of(there, missed))),
                        List.of());
        DetectionReport report = DetectionReport.of(out, labels);
        report.write(truth);
        Table table = Table.read(truth.resolve("detection.csv"));
        assertThat(table.rows().get(0).subList(0, 3)).containsExactly("square", "2", "2");
        assertThat(Table.read(truth.resolve("confusion.csv")).rows())
                .containsExactly(List.of("square", "1", "1"), List.of("background", "1", "0"));
        assertThat(truth.resolve("precision-recall.png")).exists();
    }
}
