package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.SmallNetworks;
import org.coverslip.classify.Classify;
import org.coverslip.geojson.Annotations;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Progress;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a pathologist can rely on who gives a slide: results that lie where the tissue is, and
 * faults that stay small.
 */
class ClassifySlideTest {

    private static final int WIDTH = 3000;
    private static final int HEIGHT = 2400;
    private static final int PATCH = 64;

    @TempDir static Path dir;

    private static Path slide;
    private static ModelBundle model;
    private static Network network;

    private Path out;

    @BeforeAll
    static void slideAndNetwork() throws Exception {
        slide = dir.resolve("slide.tif");
        MakeSlide.of(SlideParameters.of(3, WIDTH, HEIGHT)).write(slide);
        model =
                Models.open(
                        SmallNetworks.brightness(dir.resolve("bundle"), PATCH, 0.5), Engines.get());
        network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        network.close();
        model.close();
    }

    @BeforeEach
    void folder(TestInfo test) {
        out = dir.resolve("out-" + test.getTestMethod().orElseThrow().getName());
    }

    private Classify classify(Path file, TileOptions options) {
        return Classify.with(model, network)
                .images(List.of(ImageItem.of(file.getFileName().toString(), file)))
                .tiling(options)
                .output(out);
    }

    private static TileOptions options(Region region, double overlap, double spacing) {
        return new TileOptions(region, overlap, spacing);
    }

    private String warnings() throws IOException {
        return JsonParser.parseString(Files.readString(out.resolve("run.json")))
                .getAsJsonObject()
                .getAsJsonArray("warnings")
                .toString();
    }

    private static Path copy(String name) throws IOException {
        return Files.copy(slide, dir.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theWholeSlideIsCoveredAndTheMapLiesWhereTheTilesWere() {
        Classify.Result result = classify(slide, options(Region.ALL, 0, 0)).run();
        assertThat(result.failures()).isEmpty();
        Table tiles = Table.read(out.resolve("slide.tif/tiles.csv"));
        int columns = (WIDTH + PATCH - 1) / PATCH;
        int rows = (HEIGHT + PATCH - 1) / PATCH;
        assertThat(tiles.rows()).hasSize(columns * rows);
        ImagePlus map = IJ.openImage(out.resolve("slide.tif/heatmap.tif").toString());
        assertThat(map.getBitDepth()).isEqualTo(32);
        assertThat(map.getNChannels()).isEqualTo(2);
        assertThat(map.getCalibration().pixelWidth).isCloseTo(PATCH * 0.5, within(1e-9));
        assertThat(map.getCalibration().getUnit()).isEqualTo("micron");
        for (List<String> tile : tiles.rows().subList(0, 40)) {
            int column = Integer.parseInt(tile.get(2));
            int row = Integer.parseInt(tile.get(1));
            assertThat(Double.parseDouble(tile.get(3))).isEqualTo(column * (double) PATCH);
            map.setPosition(2, 1, 1);
            assertThat(map.getProcessor().getf(column, row))
                    .isCloseTo(Float.parseFloat(tile.get(9)), within(1e-6f));
        }
    }

    @Test
    void onlyTilesWithTissueAreDoneAndTheirAreaIsTold() {
        classify(slide, options(Region.TISSUE, 0, 0)).run();
        Table summary = Table.read(out.resolve("summary.csv"));
        assertThat(summary.columns())
                .startsWith(
                        "image",
                        "width",
                        "height",
                        "prediction",
                        "dark",
                        "light",
                        "tiles",
                        "failed_tiles",
                        "tissue_mm2")
                .contains("light max", "light top10 mean", "light above 0.5");
        List<String> row = summary.rows().get(0);
        int tiles = Integer.parseInt(row.get(6));
        double area = Double.parseDouble(row.get(8));
        double wholeSlide = WIDTH * HEIGHT * 0.25e-6;
        assertThat(area).isBetween(0.4 * wholeSlide, 0.65 * wholeSlide);
        assertThat(tiles * PATCH * PATCH * 0.25e-6).isBetween(0.9 * area, 1.1 * area);
        assertThat(out.resolve("slide.tif/overlay.png")).exists();
        assertThat(out.resolve("slide.tif/tissue.tif")).exists();
    }

    @Test
    void inImageJTheHeatMapLiesOverTheThumbnailWhereTheTilesWere() throws IOException {
        classify(slide, options(Region.ALL, 0, 0)).run();
        ImagePlus shown = SlideView.overlay(slide, out.resolve("slide.tif"), 2, 0);
        assertThat(shown.getCalibration().pixelWidth * shown.getWidth())
                .isCloseTo(WIDTH * 0.5, within(1.5));
        assertThat(shown.getOverlay().size()).isEqualTo(2);
        assertThat(shown.getOverlay().get(1).getName()).isEqualTo("legend");
        double covered =
                shown.getOverlay().get(0).getFloatWidth() * shown.getCalibration().pixelWidth;
        assertThat(covered).isBetween(WIDTH * 0.5, (WIDTH + PATCH) * 0.5 + 2);
        assertThat(shown.getOverlay().get(0).getName()).isEqualTo("light");
    }

    @Test
    void quPathFindsEveryTileWithItsProbabilities() {
        classify(slide, options(Region.TISSUE, 0.5, 0)).run();
        int tiles = Table.read(out.resolve("slide.tif/tiles.csv")).rows().size();
        Annotations read = Annotations.read(out.resolve("slide.tif/objects.geojson"));
        assertThat(read.regions()).hasSize(tiles);
        assertThat(read.regions().get(0).classification()).isPresent();
        assertThat(read.regions().get(0).outline().getArea()).isCloseTo(PATCH * PATCH, within(0.1));
    }

    @Test
    void annotationsBesideTheSlideChooseTheTiles() throws IOException {
        Path annotated = copy("annotated.tif");
        Files.writeString(
                dir.resolve("annotated.geojson"),
                """
                {"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                  [[[640, 640], [1280, 640], [1280, 1280], [640, 1280], [640, 640]]]},
                 "properties": {"objectType": "annotation"}}
                """);
        classify(annotated, options(Region.ROIS, 0, 0)).run();
        Table tiles = Table.read(out.resolve("annotated.tif/tiles.csv"));
        assertThat(tiles.rows()).hasSize(100);
        assertThat(tiles.rows())
                .allSatisfy(t -> assertThat(Double.parseDouble(t.get(3))).isBetween(640.0, 1216.0));
    }

    @Test
    void aRunThatWasStoppedGoesOnWhereItWasAndGivesTheSameBytes() throws IOException {
        classify(slide, options(Region.TISSUE, 0.5, 0)).run();
        byte[] tiles = Files.readAllBytes(out.resolve("slide.tif/tiles.csv"));
        byte[] summary = Files.readAllBytes(out.resolve("summary.csv"));
        Path undisturbed = out;
        out = out.resolveSibling("out-stopped");
        int[] asked = {0};
        Progress stop =
                new Progress() {
                    private long done;

                    @Override
                    public void update(long count, long total, String unit) {
                        done = count;
                    }

                    @Override
                    public boolean isCanceled() {
                        asked[0]++;
                        return done > 300;
                    }
                };
        assertThat(classify(slide, options(Region.TISSUE, 0.5, 0)).progress(stop).run().canceled())
                .isTrue();
        assertThat(out.resolve("slide.tif/tiles.csv")).doesNotExist();
        long[] first = {-1};
        Progress watch =
                new Progress() {
                    @Override
                    public void update(long done, long total, String unit) {
                        if (first[0] < 0) first[0] = done;
                    }

                    @Override
                    public boolean isCanceled() {
                        return false;
                    }
                };
        classify(slide, options(Region.TISSUE, 0.5, 0)).progress(watch).run();
        assertThat(first[0]).isGreaterThanOrEqualTo(300);
        assertThat(out.resolve("slide.tif/tiles.csv")).hasBinaryContent(tiles);
        assertThat(out.resolve("summary.csv")).hasBinaryContent(summary);
        assertThat(out.resolve("slide.tif/heatmap.tif"))
                .hasSameBinaryContentAs(undisturbed.resolve("slide.tif/heatmap.tif"));
        try (var left = Files.list(out.resolve("slide.tif"))) {
            assertThat(left.map(p -> p.getFileName().toString())).noneMatch(n -> n.startsWith("."));
        }
    }

    @Test
    void aDamagedTileIsRecordedAndTheSlideGoesOn() throws IOException {
        Path damaged = copy("damaged.tif");
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            byte[] zeros = new byte[3000];
            file.seek(file.length() / 2);
            file.write(zeros);
        }
        Classify.Result result = classify(damaged, options(Region.ALL, 0, 0)).run();
        assertThat(result.failures()).isEmpty();
        int failed = Integer.parseInt(Table.read(out.resolve("summary.csv")).rows().get(0).get(7));
        assertThat(failed).isBetween(1, 60);
        assertThat(warnings()).contains(failed + " tiles failed").contains("level 0");
        assertThat(Table.read(out.resolve("damaged.tif/tiles.csv")).rows())
                .filteredOn(t -> t.get(7).equals("failed"))
                .hasSize(failed);
    }

    @Test
    void aTruncatedSlideIsRefusedInOneSentence() throws IOException {
        Path cut = dir.resolve("cut.tif");
        byte[] whole = Files.readAllBytes(slide);
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        Classify.Result result = classify(cut, options(Region.TISSUE, 0, 0)).run();
        assertThat(result.failures().get("cut.tif"))
                .contains("cut.tif")
                .endsWith(".")
                .doesNotContain("Exception");
    }

    @Test
    void anUnknownPixelSizeIsAskedForAndTakenWhenGiven() throws IOException {
        Path png = dir.resolve("unknown.png");
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
        Classify.Result result = classify(png, options(Region.ALL, 0, 0)).run();
        assertThat(result.failures().get("unknown.png")).contains("spacing=");
        assertThat(classify(png, options(Region.ALL, 0, 0.5)).run().failures()).isEmpty();
    }

    @Test
    void aScannerThatIsFourPerCentOffIsAcceptedAndNoted() throws IOException {
        assertThat(classify(slide, options(Region.TISSUE, 0, 0.52)).run().failures()).isEmpty();
        assertThat(warnings()).contains("enlarged by 4.00 %");
    }

    @Test
    void glassAloneIsSaid() throws IOException {
        Path glass = dir.resolve("glass.png");
        BufferedImage white = new BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 240_000; i++) white.setRGB(i % 600, i / 600, 0xf2f2f4);
        ImageIO.write(white, "png", glass.toFile());
        Classify.Result result = classify(glass, options(Region.TISSUE, 0, 0.5)).run();
        assertThat(result.failures().get("glass.png")).contains("no tissue").contains("region=all");
    }

    @Test
    void aFullDiskIsOneSentenceAndLeavesNothingCorrupt() throws Exception {
        Path mount = Files.createDirectories(dir.resolve("full"));
        assumeTrue(mount(mount), "skipped: a small file system cannot be mounted here");
        try {
            out = mount.resolve("out");
            Throwable fault =
                    org.assertj.core.api.Assertions.catchThrowable(
                            () -> classify(slide, options(Region.ALL, 0.5, 0)).run());
            assertThat(fault)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("cannot be written")
                    .hasMessageContaining("free space");
            try (var left = Files.walk(mount)) {
                for (Path file : left.filter(Files::isRegularFile).toList()) {
                    String name = file.getFileName().toString();
                    assertThat(name).doesNotEndWith(".part");
                    if (name.endsWith(".csv")) Table.read(file);
                }
            }
        } finally {
            new ProcessBuilder("umount", mount.toString()).start().waitFor();
        }
    }

    private static boolean mount(Path folder) {
        try {
            return new ProcessBuilder(
                                    "mount",
                                    "-t",
                                    "tmpfs",
                                    "-o",
                                    "size=192k",
                                    "tmpfs",
                                    folder.toString())
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
