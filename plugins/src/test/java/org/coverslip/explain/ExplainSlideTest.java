package org.coverslip.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slide's best tiles in a gallery, all of them stitched into one calibrated map. */
class ExplainSlideTest {

    private static final int SIDE = 48;

    @TempDir static Path dir;

    private static Path slide;
    private static Path bundle;

    /** 480 x 300 pixels of 0.5 um, two red squares; the network sees 1 um per pixel. */
    @BeforeAll
    static void material() {
        bundle = ConvolutionalNetworks.red(dir.resolve("net"), SIDE, 1);
        ColorProcessor pixels = new ColorProcessor(480, 300);
        pixels.setColor(new Color(120, 120, 120));
        pixels.fill();
        pixels.setColor(Color.RED);
        pixels.setRoi(150, 60, 40, 40);
        pixels.fill();
        pixels.setRoi(400, 220, 20, 20);
        pixels.fill();
        ImagePlus image = new ImagePlus("s", pixels);
        image.getCalibration().setUnit("um");
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        slide = dir.resolve("s.tif");
        new FileSaver(image).saveAsTiff(slide.toString());
    }

    private Explain.Result explain(String output, double overlap, Progress progress) {
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            return Explain.with(model, network)
                    .images(List.of(ImageItem.of("s.tif", slide)))
                    .output(dir.resolve(output))
                    .label("red")
                    .tiles(3)
                    .tiling(new TileOptions(Region.ALL, overlap, 0))
                    .progress(progress)
                    .run();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5})
    void theStitchedMapIsHotWhereTheSquaresLie(double overlap) {
        String name = "map" + overlap;
        assertThat(explain(name, overlap, Progress.NONE).failures()).isEmpty();
        ImagePlus map = IJ.openImage(dir.resolve(name + "/s.tif/heatmap.tif").toString());
        assertThat(map.getCalibration().getUnit()).isEqualTo("micron");
        // 96 pixels of the slide to a tile, 16 cells to a tile, 0.5 um to a pixel.
        assertThat(map.getCalibration().pixelWidth).isCloseTo(3, within(1e-5));
        FloatProcessor values = (FloatProcessor) map.getProcessor();
        double hot = 0;
        double all = 0;
        for (int y = 0; y < values.getHeight(); y++) {
            for (int x = 0; x < values.getWidth(); x++) {
                double px = (x + 0.5) * 6;
                double py = (y + 0.5) * 6;
                boolean inOne = px > 147 && px < 193 && py > 57 && py < 103;
                boolean inOther = px > 397 && px < 423 && py > 217 && py < 243;
                all += values.getf(x, y);
                if (inOne || inOther) hot += values.getf(x, y);
            }
        }
        assertThat(all).isPositive();
        assertThat(hot / all).isGreaterThan(0.95);
        assertThat(dir.resolve(name + "/s.tif/overlay-red.png")).isNotEmptyFile();
        assertThat(dir.resolve(name + "/s.tif/heatmap-raw.tif")).isNotEmptyFile();
    }

    @Test
    void theGalleryShowsTheTilesThatSayMostOfTheLabel() {
        explain("gallery", 0.5, Progress.NONE);
        assertThat(dir.resolve("gallery/s.tif/gallery.png")).isNotEmptyFile();
        Table rows = Table.read(dir.resolve("gallery/explanations.csv"));
        assertThat(rows.rows()).hasSize(3);
        List<String> first = rows.rows().get(0);
        assertThat(first.get(1)).startsWith("tile ");
        assertThat(Double.parseDouble(first.get(rows.columns().indexOf("peak_x"))))
                .isBetween(147.0, 193.0);
        double p0 = Double.parseDouble(first.get(rows.columns().indexOf("probability")));
        double p1 = Double.parseDouble(rows.rows().get(1).get(8));
        assertThat(p0).isGreaterThanOrEqualTo(p1);
    }

    @Test
    void aStoppedRunSaysSoAndIsDoneTheNextTime() throws Exception {
        Progress stop =
                new Progress() {
                    private int updates;

                    @Override
                    public void update(long done, long total, String unit) {
                        updates++;
                    }

                    @Override
                    public boolean isCanceled() {
                        return updates > 4;
                    }
                };
        assertThat(explain("stopped", 0.5, stop).canceled()).isTrue();
        assertThat(Files.readString(dir.resolve("stopped/run.json")))
                .contains("\"status\": \"canceled\"");
        assertThat(dir.resolve("stopped/s.tif/heatmap.tif")).doesNotExist();
        assertThat(explain("stopped", 0.5, Progress.NONE).done()).isEqualTo(1);
        assertThat(dir.resolve("stopped/s.tif/heatmap.tif")).exists();
    }
}
