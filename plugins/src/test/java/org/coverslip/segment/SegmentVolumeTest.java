package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import net.imglib2.img.array.ArrayImgs;
import org.coverslip.density.DensityGrid;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.segment.objects.ObjectOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be relied on who segments stacks as volumes. */
class SegmentVolumeTest {

    @TempDir static Path dir;

    private static ImageStack black(int w, int h, int d) {
        ImageStack stack = new ImageStack(w, h);
        for (int z = 0; z < d; z++) stack.addSlice(new ByteProcessor(w, h));
        return stack;
    }

    /** Fills a box; its voxels are light and lighter by turns along x. */
    private static void box(ImageStack stack, int x, int y, int z, int w, int h, int d) {
        for (int k = z; k < z + d; k++) {
            for (int j = y; j < y + h; j++) {
                for (int i = x; i < x + w; i++) {
                    stack.getProcessor(k + 1).set(i, j, (i - x) % 2 == 0 ? 250 : 200);
                }
            }
        }
    }

    private static Path save(String name, ImageStack stack, double depth, int slices) {
        ImagePlus image = new ImagePlus(name, stack);
        image.setDimensions(1, slices, stack.size() / slices);
        image.setOpenAsHyperStack(true);
        Calibration calibration = image.getCalibration();
        calibration.setUnit("micron");
        calibration.pixelWidth = 0.5;
        calibration.pixelHeight = 0.25;
        calibration.pixelDepth = depth;
        Path file = dir.resolve(name);
        new FileSaver(image).saveAsTiff(file.toString());
        return file;
    }

    private static SegmentOptions options(
            int tile, Region region, ObjectOptions objects, double depth) {
        return new SegmentOptions(
                new TileOptions(region, 0, 0),
                tile,
                0,
                false,
                objects,
                depth,
                DensityGrid.USUAL_RADIUS);
    }

    private static ObjectOptions components(double smallest, double largest, double holes) {
        return new ObjectOptions(ObjectOptions.Method.COMPONENTS, smallest, largest, holes);
    }

    private static Path run(String name, Path bundle, Path image, SegmentOptions options) {
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Path out = dir.resolve("out-" + name);
            Segment.Result result =
                    Segment.with(model, network)
                            .images(List.of(ImageItem.of(image.getFileName().toString(), image)))
                            .output(out)
                            .options(options)
                            .run();
            assertThat(result.failures()).isEmpty();
            return out.resolve(image.getFileName().toString());
        }
    }

    private static Path bright(UnaryOperator<ModelBundle.Builder> facts) {
        return bright("bright", 1, 1, facts);
    }

    private static Path bright(
            String name, int strideZ, int stride, UnaryOperator<ModelBundle.Builder> facts) {
        Path bundle = dir.resolve(name);
        if (Files.exists(bundle)) return bundle;
        return VoxelNetworks.bright(bundle, 40, strideZ, stride, facts);
    }

    private static List<String> row(Table table, int row, String... columns) {
        return List.of(columns).stream()
                .map(c -> table.rows().get(row).get(table.columns().indexOf(c)))
                .toList();
    }

    private static String runJson(Path image) throws IOException {
        return Files.readString(image.resolveSibling("run.json"));
    }

    @Test
    void boxesAreMeasuredInMicrometres() throws Exception {
        ImageStack stack = black(60, 50, 30);
        box(stack, 4, 6, 3, 10, 8, 5);
        box(stack, 30, 20, 10, 6, 20, 18);
        Path image = save("boxes.tif", stack, 2, 30);
        // NB: tiles of 16 voxels, so that both objects are cut along each axis.
        Path out =
                run(
                        "boxes",
                        bright(b -> b),
                        image,
                        options(16, Region.ALL, components(0, 0, 0), 0));

        Table objects = Table.read(out.resolve("objects.csv"));
        assertThat(objects.columns())
                .containsExactly(
                        ("object,class,time,x,y,z,x um,y um,z um,left,top,front,width,height,depth,"
                                        + "voxels,volume um^3,diameter um,channel 1 mean,channel 1"
                                        + " sum,channel 1 sd")
                                .split(","));
        assertThat(objects.rows()).hasSize(2);
        assertThat(row(objects, 0, "object", "class", "time", "x", "y", "z"))
                .containsExactly("1", "cell", "1", "9", "10", "5.5");
        assertThat(row(objects, 0, "x um", "y um", "z um")).containsExactly("4.5", "2.5", "11");
        assertThat(row(objects, 0, "left", "top", "front", "width", "height", "depth"))
                .containsExactly("4", "6", "3", "10", "8", "5");
        assertThat(row(objects, 0, "voxels", "volume um^3", "diameter um"))
                .containsExactly("400", "100", "5.758824");
        assertThat(row(objects, 0, "channel 1 mean", "channel 1 sum", "channel 1 sd"))
                .containsExactly("225", "90000", "25");
        assertThat(row(objects, 1, "x", "y", "z", "voxels", "volume um^3"))
                .containsExactly("33", "30", "19", "2160", "540");

        Table summary = Table.read(out.resolveSibling("summary.csv"));
        assertThat(row(summary, 0, "slices", "frames", "analysed_voxels", "analysed_mm3"))
                .containsExactly("30", "1", "90000", "0.0000225");
        assertThat(row(summary, 0, "cell fraction", "cell voxels", "cell mm3", "cell objects"))
                .containsExactly("0.02844444", "2560", "0.00000064", "2");
        assertThat(row(summary, 0, "cell per mm3")).containsExactly("88888.89");

        ImagePlus labels = IJ.openImage(out.resolve("labels.tif").toString());
        assertThat(labels.getNSlices()).isEqualTo(30);
        assertThat(labels.getCalibration().pixelDepth).isEqualTo(2);
        assertThat(labels.getCalibration().pixelHeight).isCloseTo(0.25, within(1e-9));
        assertThat(labels.getCalibration().getUnit()).isIn("micron", "\u00b5m");
        assertThat(labels.getStack().getVoxel(13, 13, 7)).isEqualTo(1);
        assertThat(labels.getStack().getVoxel(14, 13, 7)).isZero();
        assertThat(labels.getStack().getVoxel(35, 39, 27)).isEqualTo(2);
        assertThat(
                        IJ.openImage(out.resolve("classes.tif").toString())
                                .getStack()
                                .getVoxel(35, 39, 27))
                .isEqualTo(1);
        ImagePlus heat = IJ.openImage(out.resolve("heatmap.tif").toString());
        assertThat(heat.getProcessor().getf(8, 10)).isGreaterThan(0.99f);
        assertThat(heat.getProcessor().getf(20, 10)).isLessThan(0.01f);
        assertThat(heat.getInfoProperty()).contains("Largest probability over the slices");
        assertThat(ImageIO.read(out.resolve("overlay.png").toFile()).getWidth()).isEqualTo(260);
        assertThat(runJson(out)).doesNotContain("mirrored").doesNotContain("in voxels");
    }

    @Test
    void whereTheDepthIsNotKnownVolumesAreInVoxels() throws Exception {
        ImageStack stack = black(20, 20, 8);
        box(stack, 4, 4, 2, 5, 4, 3);
        Path image = save("nodepth.tif", stack, 1, 8);
        Path out =
                run(
                        "nodepth",
                        bright(b -> b),
                        image,
                        options(0, Region.ALL, components(60, 0, 0), 0));
        Table objects = Table.read(out.resolve("objects.csv"));
        assertThat(objects.columns()).doesNotContain("volume um^3", "z um");
        assertThat(row(objects, 0, "volume voxels")).containsExactly("60");
        Table summary = Table.read(out.resolveSibling("summary.csv"));
        assertThat(row(summary, 0, "cell voxels", "cell mm3")).containsExactly("60", "NaN");
        assertThat(runJson(out)).contains("how far its slices lie apart: volumes are in voxels");

        Path told =
                run("told", bright(b -> b), image, options(0, Region.ALL, components(0, 0, 0), 3));
        assertThat(row(Table.read(told.resolve("objects.csv")), 0, "volume um^3", "z um"))
                .containsExactly("22.5", "10.5");
        assertThat(runJson(told)).contains("smaller than a tile along x, y, z and was mirrored");
    }

    @Test
    void everyPointInTimeIsAVolume() {
        ImageStack stack = black(24, 24, 12);
        // NB: the last slice of the first volume and the first of the second: one after the other
        // in the file.
        box(stack, 4, 4, 4, 6, 6, 2);
        box(stack, 4, 4, 6, 6, 6, 3);
        Path image = save("series.tif", stack, 2, 6);
        Path out =
                run(
                        "series",
                        bright(b -> b),
                        image,
                        options(0, Region.ALL, components(0, 0, 0), 0));
        Table objects = Table.read(out.resolve("objects.csv"));
        assertThat(objects.rows()).hasSize(2);
        assertThat(row(objects, 0, "object", "time", "z", "voxels"))
                .containsExactly("1", "1", "5", "72");
        assertThat(row(objects, 1, "object", "time", "z", "voxels"))
                .containsExactly("2", "2", "1.5", "108");
        ImagePlus labels = IJ.openImage(out.resolve("labels.tif").toString());
        assertThat(labels.getNSlices()).isEqualTo(6);
        assertThat(labels.getNFrames()).isEqualTo(2);
        assertThat(labels.getStack().getVoxel(5, 5, 5)).isEqualTo(1);
        assertThat(labels.getStack().getVoxel(5, 5, 6)).isEqualTo(2);
        assertThat(IJ.openImage(out.resolve("heatmap.tif").toString()).getNFrames()).isEqualTo(2);
        Table summary = Table.read(out.resolveSibling("summary.csv"));
        assertThat(row(summary, 0, "slices", "frames", "cell objects", "cell voxels"))
                .containsExactly("6", "2", "2", "180");
    }

    @Test
    void sizesAreVolumesAndHolesAreFilledInThreeDimensions() {
        ImageStack stack = black(30, 30, 14);
        box(stack, 2, 2, 2, 9, 9, 9);
        for (int z = 5; z < 8; z++) {
            for (int i = 0; i < 9; i++) stack.getProcessor(z + 1).set(5 + i % 3, 5 + i / 3, 0);
        }
        box(stack, 20, 20, 3, 2, 2, 2);
        // NB: a ring in every slice, open above and below: no hole.
        box(stack, 20, 4, 4, 5, 5, 2);
        for (int z = 4; z < 6; z++) {
            for (int i = 0; i < 9; i++) stack.getProcessor(z + 1).set(21 + i % 3, 5 + i / 3, 0);
        }
        Path image = save("holes.tif", stack, 2, 14);
        // NB: a voxel has 0.25 um3: 27 voxels of the hole are 6.75, the small box is 2.
        Path filled =
                run(
                        "filled",
                        bright(b -> b),
                        image,
                        options(0, Region.ALL, components(2.1, 0, 6.75), 0));
        Table objects = Table.read(filled.resolve("objects.csv"));
        assertThat(objects.rows()).hasSize(2);
        assertThat(row(objects, 0, "voxels", "volume um^3")).containsExactly("729", "182.25");
        assertThat(row(objects, 1, "voxels")).containsExactly("32");
        Path open =
                run(
                        "open",
                        bright(b -> b),
                        image,
                        options(0, Region.ALL, components(2, 100, 6.7), 0));
        assertThat(Table.read(open.resolve("objects.csv")).rows())
                .extracting(
                        r ->
                                r.get(
                                        Table.read(open.resolve("objects.csv"))
                                                .columns()
                                                .indexOf("voxels")))
                .containsExactly("8", "32");
    }

    @Test
    void anOutputOfLowerResolutionIsPlacedOnTheImage() {
        ImageStack stack = black(40, 40, 20);
        box(stack, 8, 12, 4, 8, 12, 8);
        Path image = save("coarse.tif", stack, 2, 20);
        Path out =
                run(
                        "coarse",
                        bright("coarse", 2, 2, b -> b),
                        image,
                        options(16, Region.ALL, components(0, 0, 0), 0));
        Table objects = Table.read(out.resolve("objects.csv"));
        assertThat(row(objects, 0, "x", "y", "z", "z um")).containsExactly("12", "18", "8", "16");
        assertThat(row(objects, 0, "left", "top", "front", "width", "height", "depth"))
                .containsExactly("8", "12", "4", "8", "12", "8");
        assertThat(row(objects, 0, "voxels", "volume um^3", "channel 1 mean"))
                .containsExactly("96", "192", "225");
        ImagePlus labels = IJ.openImage(out.resolve("labels.tif").toString());
        assertThat(labels.getNSlices()).isEqualTo(10);
        assertThat(labels.getCalibration().pixelDepth).isEqualTo(4);
        assertThat(labels.getCalibration().pixelWidth).isCloseTo(1, within(1e-9));
    }

    @Test
    void regionsGoThroughAllSlices() throws Exception {
        ImageStack stack = black(40, 20, 10);
        box(stack, 2, 2, 2, 4, 4, 4);
        box(stack, 30, 2, 2, 4, 4, 4);
        box(stack, 18, 10, 2, 4, 4, 4);
        Path image = save("rois.tif", stack, 2, 10);
        Files.writeString(
                dir.resolve("rois.geojson"),
                """
                [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                  [[[0, 0], [20, 0], [20, 20], [0, 20], [0, 0]]]}, "properties": {"name": "left"}}]
                """);
        Path out =
                run(
                        "rois",
                        bright(b -> b),
                        image,
                        options(16, Region.ROIS, components(0, 0, 0), 0));
        Table rois = Table.read(out.resolve("rois.csv"));
        assertThat(row(rois, 0, "roi", "analysed_voxels", "cell voxels", "cell objects"))
                .containsExactly("left", "4000", "96", "2");
        Table objects = Table.read(out.resolve("objects.csv"));
        assertThat(objects.rows()).hasSize(2);
        assertThat(row(objects, 1, "x", "width")).containsExactly("19", "2");
    }

    @Test
    void severalClassesWithoutObjects() {
        ImageStack stack = black(40, 40, 20);
        SplittableRandom random = new SplittableRandom(8);
        byte[] bytes = new byte[40 * 40 * 20];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            stack.getProcessor(i / 1600 + 1).set(i % 1600, bytes[i] & 0xff);
        }
        Path image = save("classes.tif", stack, 2, 20);
        Path bundle = VoxelNetworks.unet(dir.resolve("unet"), 6, 6, b -> b);
        ObjectOptions auto = ObjectOptions.DEFAULT;
        Path out = run("classes", bundle, image, options(20, Region.ALL, auto, 0));
        assertThat(out.resolve("classes.tif")).doesNotExist();
        assertThat(out.resolve("objects.csv")).doesNotExist();
        ImageStack labels = IJ.openImage(out.resolve("labels.tif").toString()).getStack();
        ImagePlus heat = IJ.openImage(out.resolve("heatmap.tif").toString());
        assertThat(heat.getNChannels()).isEqualTo(2);
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            var p =
                    VolumePrediction.with(model, network)
                            .tile(40)
                            .on(ArrayImgs.unsignedBytes(bytes, 40, 40, 1, 20), false)
                            .randomAccess();
            long stroma = 0;
            for (int i = 0; i < bytes.length; i++) {
                int x = i % 40;
                int y = i / 40 % 40;
                int z = i / 1600;
                float[] v = new float[3];
                for (int c = 0; c < 3; c++) v[c] = p.setPositionAndGet(x, y, z, c).get();
                int best = v[1] > v[0] ? v[2] > v[1] ? 2 : 1 : v[2] > v[0] ? 2 : 0;
                float[] sorted = v.clone();
                Arrays.sort(sorted);
                // NB: where two are alike, tiles may decide otherwise.
                if (sorted[2] - sorted[1] > 1e-3) {
                    assertThat((int) labels.getVoxel(x, y, z)).isEqualTo(best);
                }
                if (labels.getVoxel(x, y, z) == 1) stroma++;
            }
            float most = 0;
            for (int z = 0; z < 20; z++) {
                most = Math.max(most, p.setPositionAndGet(11, 7, z, 2).get());
            }
            assertThat(heat.getStack().getProcessor(2).getf(11, 7)).isCloseTo(most, within(1e-4f));
            Table summary = Table.read(out.resolveSibling("summary.csv"));
            assertThat(row(summary, 0, "stroma voxels")).containsExactly(Long.toString(stroma));
        }
    }
}
