package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.detect.Detect;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Shipped;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On slides, detect says where objects are dense. */
class DetectDensityTest {

    @TempDir Path dir;

    private Path detect(String out, Path slide, double radius) {
        try (ModelBundle model = Models.open(Path.of(Shipped.NUCLEI_BOXES), Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Detect.Result result =
                    Detect.with(model, network)
                            .images(List.of(ImageItem.of("s.tif", slide)))
                            .tiling(new TileOptions(Region.ALL, 0, 0))
                            .density(radius)
                            .output(dir.resolve(out))
                            .run();
            assertThat(result.failures()).isEmpty();
        }
        return dir.resolve(out);
    }

    @Test
    void theMapCountsTheBoxesAroundEveryPlace() throws Exception {
        Path slide = dir.resolve("s.tif");
        MakeSlide.of(SlideParameters.of(7, 900, 700).withTissue(0.9)).write(slide);
        Path out = detect("out", slide, 60);
        ImagePlus map = IJ.openImage(out.resolve("s.tif/density.tif").toString());
        assertThat(out.resolve("s.tif/density.png")).exists();
        assertThat(Files.readString(out.resolve("run.json"))).contains("\"density\": \"60\"");
        Table objects = Table.read(out.resolve("s.tif/objects.csv"));
        assertThat(objects.rows()).hasSizeGreaterThan(50);
        // NB: at 0.5 um per pixel, the disc around the middle lies wholly on the slide.
        int near = 0;
        for (List<String> row : objects.rows()) {
            double x = number(objects, row, "x") + number(objects, row, "width") / 2;
            double y = number(objects, row, "y") + number(objects, row, "height") / 2;
            if (Math.hypot(x - 450, y - 350) * 0.5 <= 60) near++;
        }
        ImageProcessor p = map.getProcessor();
        double counted = p.getf(map.getWidth() / 2, map.getHeight() / 2) * Math.PI * 0.06 * 0.06;
        assertThat(counted).isCloseTo(near, within(4.0));
        assertThat(near).isGreaterThan(10);
        assertThat(detect("none", slide, 0).resolve("s.tif/density.tif")).doesNotExist();
    }

    @Test
    void tilesThatFailedCountAsNotLookedAt() throws Exception {
        Path slide = dir.resolve("s.tif");
        MakeSlide.of(SlideParameters.of(7, 2000, 1400).withTissue(0.9)).write(slide);
        Table whole = Table.read(detect("whole", slide, 60).resolve("summary.csv"));
        try (RandomAccessFile file = new RandomAccessFile(slide.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(new byte[3000]);
        }
        Path out = detect("damaged", slide, 60);
        Table damaged = Table.read(out.resolve("summary.csv"));
        List<String> row = damaged.rows().get(0);
        double failed = number(damaged, row, "failed_tiles");
        double area = number(damaged, row, "area_mm2");
        double lost = number(whole, whole.rows().get(0), "area_mm2") - area;
        double tile = 512 * 0.5 * 512 * 0.5 * 1e-6;
        assertThat(failed).isBetween(1.0, 6.0);
        assertThat(lost).isBetween(0.3 * tile, failed * tile);
        assertThat(number(damaged, row, "nucleus per mm2"))
                .isCloseTo(number(damaged, row, "objects") / area, within(0.01));
        ImageProcessor map =
                IJ.openImage(out.resolve("s.tif/density.tif").toString()).getProcessor();
        int unknown = 0;
        for (int i = 0; i < map.getPixelCount(); i++) if (Float.isNaN(map.getf(i))) unknown++;
        assertThat(unknown).isPositive();
    }

    private static double number(Table table, List<String> row, String column) {
        return Double.parseDouble(row.get(table.columns().indexOf(column)));
    }
}
