package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.detect.Detect;
import org.coverslip.detect.decode.PixelLists;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Normalization;
import org.coverslip.model.Task;
import org.coverslip.model.format.FrozenFormat;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frozen graph that finds faces, MTCNN, on the picture that comes with it. */
class FrozenDetectorTest {

    /**
     * Left, top, right, bottom of the boxes drawn in result.jpg: centre lines of its blue
     * rectangles, which were drawn at whole pixels.
     */
    private static final double[][] DRAWN = {
        {31.5, 70.5, 78.5, 123.5},
        {113.5, 40.5, 161.5, 105.5},
        {159.5, 116.5, 205.5, 171.5},
        {238.5, 106.5, 279.5, 159.5},
        {321.5, 48.5, 367.5, 110.5},
        {428.5, 34.5, 471.5, 94.5},
    };

    @TempDir Path dir;
    private Path data;

    @BeforeEach
    void data() {
        data = Path.of(System.getProperty("coverslip.data")).resolve("models/mtcnn-frozen");
        assumeTrue(Files.exists(data), "skipped: " + data + " is missing");
    }

    @Test
    void itsBoxesAreThoseDrawnInItsOwnPicture() {
        Map<String, org.coverslip.network.Tensor> constants =
                ConstantInputs.parse("min_size=40;thresholds=0.6,0.7,0.7;factor=0.709");
        try (ModelBundle read =
                FrozenFormat.read(
                        data.resolve("mtcnn.pb"), Engines.get(), List.of(), List.of(), constants)) {
            ModelBundle model =
                    read.toBuilder()
                            .inputs(List.of(read.inputs().get(0).withAxes("yxc")))
                            .outputs(
                                    read.outputs().stream()
                                            .map(new PixelLists()::complete)
                                            .toList())
                            .labels(List.of("face"))
                            .task(Task.DETECTION)
                            .decoder(Map.of("name", "pixel-lists"))
                            .normalization(Normalization.parse("bgr"))
                            .build();
            Path out = dir.resolve("out");
            try (Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
                Path picture = data.resolve("test_image.jpg");
                Detect.with(model, network)
                        .images(List.of(ImageItem.of("faces.jpg", picture)))
                        .output(out)
                        .run();
            }
            List<List<String>> rows =
                    Table.read(out.resolve("faces.jpg/objects.csv")).rows().stream()
                            .sorted(Comparator.comparingDouble(r -> Double.parseDouble(r.get(6))))
                            .toList();
            assertThat(rows).hasSize(DRAWN.length);
            for (int i = 0; i < DRAWN.length; i++) {
                double x = Double.parseDouble(rows.get(i).get(6));
                double y = Double.parseDouble(rows.get(i).get(7));
                double[] box = {
                    x,
                    y,
                    x + Double.parseDouble(rows.get(i).get(8)),
                    y + Double.parseDouble(rows.get(i).get(9))
                };
                assertThat(box).containsExactly(DRAWN[i], within(1.5));
            }
        }
    }

    @Test
    void wrongNamesAreRefusedWithThoseThereAre() {
        Path file = data.resolve("mtcnn.pb");
        assertThatThrownBy(
                        () ->
                                FrozenFormat.read(
                                        file,
                                        Engines.get(),
                                        List.of("picture"),
                                        List.of(),
                                        Map.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no node picture")
                .hasMessageContaining("min_size");
    }

    @Test
    void rubbishIsNoFrozenGraph() throws Exception {
        Path file = dir.resolve("rubbish.pb");
        Files.write(file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThatThrownBy(
                        () ->
                                FrozenFormat.read(
                                        file, Engines.get(), List.of(), List.of(), Map.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no frozen graph");
    }
}
