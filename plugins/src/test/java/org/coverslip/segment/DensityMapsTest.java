package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Where segmented objects are dense, and what is counted in every ROI of a run. */
class DensityMapsTest {

    @TempDir Path dir;

    /** Dark squares of 4 x 4 pixels on white, in columns 20 pixels apart. */
    private ColorProcessor picture(int every) {
        ColorProcessor p = new ColorProcessor(400, 300);
        p.setColor(Color.WHITE);
        p.fill();
        p.setColor(Color.BLACK);
        for (int y = 8; y < 300; y += every) {
            for (int x = 8; x < 400; x += every) p.fillRect(x, y, 4, 4);
        }
        return p;
    }

    private Path save(String name, boolean calibrated, ColorProcessor... planes) {
        ImageStack stack = new ImageStack(400, 300);
        for (ColorProcessor p : planes) stack.addSlice(p);
        ImagePlus image = new ImagePlus(name, stack);
        if (calibrated) {
            image.getCalibration().setUnit("um");
            image.getCalibration().pixelWidth = 0.5;
            image.getCalibration().pixelHeight = 0.5;
        }
        Path file = dir.resolve(name);
        if (planes.length > 1) new FileSaver(image).saveAsTiffStack(file.toString());
        else new FileSaver(image).saveAsTiff(file.toString());
        return file;
    }

    private Path segment(String out, Region region, double density, Path... images) {
        Path bundle = dir.resolve("net");
        if (!Files.exists(bundle)) PixelNetworks.dark(bundle, 40, 1, b -> b);
        List<ImageItem> items = new ArrayList<>();
        for (Path image : images) items.add(ImageItem.of(image.getFileName().toString(), image));
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Segment.Result result =
                    Segment.with(model, network)
                            .images(items)
                            .output(dir.resolve(out))
                            .options(
                                    new SegmentOptions(
                                            new TileOptions(region, 0, 0),
                                            128,
                                            0,
                                            false,
                                            new ObjectOptions(
                                                    ObjectOptions.Method.COMPONENTS, 0, 0, 0),
                                            0,
                                            density))
                            .run();
            assertThat(result.failures()).isEmpty();
        }
        return dir.resolve(out);
    }

    @Test
    void aCalibratedPictureGetsAMapOfItsObjects() throws Exception {
        Path out = segment("out", Region.ALL, 40, save("a.tif", true, picture(20)));
        ImagePlus map = IJ.openImage(out.resolve("a.tif/density.tif").toString());
        // NB: one object in every 10 x 10 um.
        double known = 1 / (0.01 * 0.01);
        int n = map.getWidth() * map.getHeight();
        double sum = 0;
        for (int i = 0; i < n; i++) sum += map.getProcessor().getf(i);
        assertThat(sum / n).isCloseTo(known, within(0.05 * known));
        assertThat(out.resolve("a.tif/density.png")).exists();
        assertThat(Files.readString(out.resolve("run.json"))).contains("\"density\": \"40\"");
    }

    @Test
    void inStacksItIsThatOfTheFirstPlaneAndRunJsonSaysSo() throws Exception {
        Path out =
                segment(
                        "out",
                        Region.ALL,
                        40,
                        save("s.tif", true, picture(20), picture(10), picture(10)));
        ImagePlus map = IJ.openImage(out.resolve("s.tif/density.tif").toString());
        float middle = map.getProcessor().getf(map.getWidth() / 2, map.getHeight() / 2);
        assertThat(middle).isCloseTo(10_000f, within(1000f));
        assertThat(Files.readString(out.resolve("run.json"))).contains("of the first plane");
    }

    @Test
    void withoutAPixelSizeThereIsASentenceAndWithoutARadiusNothing() throws Exception {
        Path plain = save("p.tif", false, picture(20));
        Path out = segment("out", Region.ALL, 40, plain);
        assertThat(out.resolve("p.tif/density.tif")).doesNotExist();
        assertThat(Files.readString(out.resolve("run.json"))).contains("no density map was made");
        Path none = segment("none", Region.ALL, 0, save("a.tif", true, picture(20)), plain);
        assertThat(none.resolve("a.tif/density.tif")).doesNotExist();
        assertThat(Files.readString(none.resolve("run.json"))).doesNotContain("density map");
    }

    private void annotate(String stem, int... corners) throws Exception {
        List<String> features = new ArrayList<>();
        for (int i = 0; i < corners.length; i += 2) {
            int x = corners[i];
            int to = corners[i + 1];
            features.add(
                    """
                    {"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                      [[[%d, 0], [%d, 0], [%d, 300], [%d, 300], [%d, 0]]]},
                     "properties": {"name": "roi %d", "classification": {"name": "Tumor"}}}"""
                            .formatted(x, to, to, x, x, i / 2 + 1));
        }
        Files.writeString(dir.resolve(stem + ".geojson"), features.toString());
    }

    @Test
    void everyRoiOfEveryImageStandsInOneTable() throws Exception {
        annotate("a", 0, 100, 200, 400);
        annotate("b", 100, 200);
        Path a = save("a.tif", true, picture(20));
        Path b = save("b.tif", true, picture(20));
        Path out = segment("out", Region.ROIS, 20, a, b);
        Table rois = Table.read(out.resolve("rois.csv"));
        assertThat(rois.columns())
                .startsWith("image", "roi", "class")
                .contains("dark fraction", "dark objects", "dark per mm2");
        assertThat(rois.rows())
                .extracting(r -> r.get(0) + " " + r.get(1) + " " + r.get(2))
                .containsExactly("a.tif roi 1 Tumor", "a.tif roi 2 Tumor", "b.tif roi 1 Tumor");
        Table own = Table.read(out.resolve("a.tif/rois.csv"));
        for (int r = 0; r < 2; r++) {
            assertThat(rois.rows().get(r).subList(1, rois.columns().size()))
                    .isEqualTo(own.rows().get(r));
        }
        int objects = rois.columns().indexOf("dark objects");
        assertThat(rois.rows().get(1).get(objects)).isEqualTo(String.valueOf(10 * 15));
        ImagePlus map = IJ.openImage(out.resolve("a.tif/density.tif").toString());
        double cell = 400.0 / map.getWidth();
        assertThat(map.getProcessor().getf((int) (150 / cell), 20)).isNaN();
        assertThat(map.getProcessor().getf((int) (300 / cell), 20)).isBetween(8000f, 12_000f);
    }
}
