package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.coverslip.app.CommandLine;
import org.coverslip.network.Engines;
import org.coverslip.network.Tensor;
import org.coverslip.report.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A YOLOv8 for pictures of any size: nobody knows how many rows come out before it ran. */
class OpenShapeDetectorTest {

    @TempDir Path dir;

    /**
     * Says of every cell of 8, 16 and 32 pixels the same box, in the middle of the picture and a
     * quarter as wide and high, with the cell's red as the score of the first class and its blue as
     * that of the second.
     */
    private Path network(int classes) {
        StringBuilder layers = new StringBuilder();
        StringBuilder rows = new StringBuilder();
        Map<String, Tensor> weights = new HashMap<>();
        int columns = 4 + classes;
        for (int step : new int[] {8, 16, 32}) {
            layers.append(
                    """
                    {"class_name": "AveragePooling2D", "name": "cells%1$d",
                     "inbound_nodes": [[["x", 0, 0, {}]]],
                     "config": {"name": "cells%1$d", "pool_size": [%1$d, %1$d],
                      "strides": [%1$d, %1$d], "padding": "valid"}},
                    {"class_name": "Conv2D", "name": "head%1$d",
                     "inbound_nodes": [[["cells%1$d", 0, 0, {}]]],
                     "config": {"name": "head%1$d", "filters": %2$d, "kernel_size": [1, 1],
                      "padding": "same", "activation": "linear", "use_bias": true}},
                    {"class_name": "Reshape", "name": "rows%1$d",
                     "inbound_nodes": [[["head%1$d", 0, 0, {}]]],
                     "config": {"name": "rows%1$d", "target_shape": [-1, %2$d]}},
                    """
                            .formatted(step, columns));
            rows.append(rows.isEmpty() ? "" : ", ").append("[\"rows" + step + "\", 0, 0, {}]");
            float[] kernel = new float[3 * columns];
            kernel[4] = 1;
            kernel[2 * columns + 5] = 1;
            weights.put("head" + step + "/kernel", Tensor.of(kernel, 1, 1, 3, columns));
            float[] bias = new float[columns];
            System.arraycopy(new float[] {0.5f, 0.5f, 0.25f, 0.25f}, 0, bias, 0, 4);
            weights.put("head" + step + "/bias", Tensor.of(bias, columns));
        }
        String all =
                """
                {"class_name": "Functional", "config": {"name": "open", "layers": [
                  {"class_name": "InputLayer", "name": "x", "inbound_nodes": [],
                   "config": {"name": "x", "dtype": "float32",
                    "batch_input_shape": [null, null, null, 3]}},
                  %s
                  {"class_name": "Concatenate", "name": "all", "inbound_nodes": [[%s]],
                   "config": {"name": "all", "axis": 1}}],
                 "input_layers": [["x", 0, 0]], "output_layers": [["all", 0, 0]]}}
                """
                        .formatted(layers, rows);
        Path saved = dir.resolve("saved" + classes);
        Engines.get().buildKeras(all, weights, saved);
        return saved;
    }

    private String said(int exit, String... call) {
        var err = new ByteArrayOutputStream();
        var out = new PrintStream(new ByteArrayOutputStream());
        int code = new CommandLine(out, new PrintStream(err)).run(List.of(call));
        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(code).as(said).isEqualTo(exit);
        return said;
    }

    private String[] imported(Path network, String labels, String decoder) {
        return new String[] {
            "import-model",
            "model=" + network,
            "labels=" + labels,
            "normalize=0..1",
            "axes=byxc",
            "decoder=" + decoder,
            "output=" + dir.resolve("open")
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "yolov8"})
    void itIsImportedAndFindsBoxes(String decoder) throws Exception {
        BufferedImage blue = new BufferedImage(1280, 1280, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = blue.createGraphics();
        g.setColor(Color.BLUE);
        g.fillRect(0, 0, 1280, 1280);
        File picture = dir.resolve("blue.png").toFile();
        ImageIO.write(blue, "png", picture);
        said(0, imported(network(2), "red,blue", decoder));
        said(
                0,
                "detect",
                "model=" + dir.resolve("open"),
                "input=" + picture,
                "output=" + dir.resolve("out"));
        Table found = Table.read(dir.resolve("out/blue.png/objects.csv"));
        assertThat(found.rows()).hasSize(1);
        assertThat(found.rows().get(0)).contains("blue").contains("480", "320");
    }

    @Test
    void whatHasNoLayoutIsRefusedWithTheShapesThatCame() {
        String said = said(2, imported(network(3), "red,blue", "auto"));
        assertThat(said).contains("[1,8400,7]").contains("2 labels").contains("known are");
        assertThat(dir.resolve("open")).doesNotExist();
    }
}
