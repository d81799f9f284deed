package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.classify.Classify;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.Scores;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.report.Progress;
import org.coverslip.report.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cell outlined is a cell classified; a stack is classified plane by plane. */
class ClassifyRoisTest {

    @TempDir Path dir;

    private ModelBundle model;
    private Network network;

    /** Says how red a picture of any size is: softmax over (10 R, 10 B). */
    @BeforeEach
    void openNetwork() {
        String layers =
                """
                {"class_name": "Sequential", "config": {"name": "colour", "layers": [
                  {"class_name": "InputLayer", "config": {"name": "x", "dtype": "float32", "batch_input_shape": [null, null, null, 3]}},
                  {"class_name": "GlobalAveragePooling2D", "config": {"name": "mean"}},
                  {"class_name": "Dense", "config": {"name": "p", "units": 2, "activation": "softmax", "use_bias": false}}]}}
                """;
        Path saved = dir.resolve("saved");
        Engines.get()
                .buildKeras(
                        layers,
                        Map.of("p/kernel", Tensor.of(new float[] {10, 0, 0, 0, 0, 10}, 3, 2)),
                        saved);
        ModelBundle read = Models.open(saved, Engines.get());
        model =
                read.toBuilder()
                        .name("colour")
                        .inputs(List.of(read.requireImageModel().withAxes("byxc")))
                        .labels(List.of("red", "blue"))
                        .scores(Scores.SOFTMAX)
                        .normalization(Normalization.parse("0..1"))
                        .build();
        network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        network.close();
        model.close();
    }

    private static ColorProcessor left(Color left, Color right) {
        ColorProcessor pixels = new ColorProcessor(60, 40);
        pixels.setColor(left);
        pixels.fill();
        pixels.setColor(right);
        pixels.setRoi(30, 0, 30, 40);
        pixels.fill();
        return pixels;
    }

    private Classify.Result classify(Path image, boolean byRoi, Progress progress) {
        return Classify.with(model, network)
                .images(List.of(ImageItem.of(image.getFileName().toString(), image)))
                .output(dir.resolve("out"))
                .tiling(new TileOptions(byRoi ? Region.ROIS : Region.ALL, 0, 0))
                .progress(progress)
                .run();
    }

    @Test
    void everyRoiGetsAPredictionOfItsOwnPixels() {
        ImagePlus image = new ImagePlus("smear", left(Color.RED, Color.BLUE));
        Roi one = new Roi(2, 3, 20, 20);
        one.setName("cell 1");
        Roi two = new Roi(35, 5, 25, 30);
        two.setName("cell 2");
        Overlay overlay = new Overlay(one);
        overlay.add(two);
        image.setOverlay(overlay);
        Path file = dir.resolve("smear.tif");
        new FileSaver(image).saveAsTiff(file.toString());

        Classify.Result result = classify(file, true, Progress.NONE);

        assertThat(result.failures()).isEmpty();
        Table objects = Table.read(dir.resolve("out/smear.tif/objects.csv"));
        assertThat(objects.columns())
                .startsWith("object", "plane", "x", "y", "width", "height", "prediction");
        assertThat(objects.rows())
                .extracting(r -> r.subList(0, 7))
                .containsExactly(
                        List.of("cell 1", "1", "2", "3", "20", "20", "red"),
                        List.of("cell 2", "1", "35", "5", "25", "30", "blue"));
        assertThat(Table.read(result.summary()).rows()).hasSize(1);
    }

    @Test
    void aStackIsClassifiedPlaneByPlane() {
        ij.ImageStack stack = new ij.ImageStack(60, 40);
        for (Color c : List.of(Color.RED, Color.RED, Color.BLUE)) stack.addSlice(left(c, c));
        Path file = dir.resolve("stack.tif");
        new FileSaver(new ImagePlus("stack", stack)).saveAsTiffStack(file.toString());
        Classify.Result result = classify(file, false, Progress.NONE);
        assertThat(Table.read(dir.resolve("out/stack.tif/objects.csv")).rows())
                .extracting(r -> r.get(6))
                .containsExactly("red", "red", "blue");
        assertThat(Table.read(result.summary()).rows().get(0).get(3)).isEqualTo("red");
    }

    @Test
    void aRunThatTheUserStopsKeepsWhatIsDoneAndSaysSo() throws Exception {
        Path file = dir.resolve("a.tif");
        new FileSaver(new ImagePlus("a", left(Color.RED, Color.RED))).saveAsTiff(file.toString());
        Classify.Result result =
                classify(
                        file,
                        false,
                        new Progress() {
                            @Override
                            public void update(long done, long total, String unit) {}

                            @Override
                            public boolean isCanceled() {
                                return true;
                            }
                        });
        assertThat(result.canceled()).isTrue();
        assertThat(java.nio.file.Files.readString(dir.resolve("out/run.json")))
                .contains("\"status\": \"canceled\"");
        assertThat(classify(file, false, Progress.NONE).done()).isEqualTo(1);
    }
}
