package org.coverslip;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.network.Engines;
import org.coverslip.network.Tensor;
import org.coverslip.slide.Resampling;

/** Real networks whose answers can be worked out by hand. */
public final class SmallNetworks {

    private SmallNetworks() {}

    /**
     * A bundle that tells light pictures from dark ones: sigmoid(4 (r + g + b) - 6) of the mean
     * colour, 0 to 1.
     *
     * @param folder of the new bundle; a scratch folder beside it is made too
     * @param side edge of the input, pixels
     * @param spacing um per pixel; 0 for a network of pictures and not of slides
     */
    public static Path brightness(Path folder, int side, double spacing) {
        String layers =
                """
                {"class_name": "Sequential", "config": {"name": "brightness", "layers": [
                  {"class_name": "InputLayer", "config": {"name": "x", "dtype": "float32",
                    "batch_input_shape": [null, %d, %d, 3]}},
                  {"class_name": "GlobalAveragePooling2D", "config": {"name": "mean"}},
                  {"class_name": "Dense", "config": {"name": "p", "units": 1, "activation": "sigmoid",
                    "use_bias": true}}]}}
                """
                        .formatted(side, side);
        Map<String, Tensor> weights =
                Map.of(
                        "p/kernel",
                        Tensor.of(new float[] {4, 4, 4}, 3, 1),
                        "p/bias",
                        Tensor.of(new float[] {-6}, 1));
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        Engines.get().buildKeras(layers, weights, saved);
        try (ModelBundle read = Models.open(saved, Engines.get())) {
            ModelBundle.Builder model =
                    read.toBuilder()
                            .name("brightness")
                            .inputs(List.of(read.requireImageModel().withAxes("byxc")))
                            .labels(List.of("dark", "light"))
                            .scores(Scores.SIGMOID)
                            .normalization(Normalization.parse("0..1"))
                            .resize(Resampling.BILINEAR);
            if (spacing > 0) model.spacing(spacing);
            new BundleWriter().zipped(false).write(model.build(), folder);
        }
        return folder;
    }

    /**
     * A detector of white squares of 16 pixels on black, at multiples of 4 pixels, in images of any
     * size that is a multiple of 8: over cells of 4 pixels it counts the 16 white ones minus the
     * ring around them, and says sigmoid(2 (count - 14)).
     *
     * @param folder of the new bundle; a scratch folder beside it is made too
     */
    public static Path squares(Path folder) {
        String conv =
                """
                {"class_name": "Conv2D", "name": "%s", "inbound_nodes": [[["cells", 0, 0, {}]]],
                 "config": {"name": "%s", "filters": %d, "kernel_size": [%d, %d], "padding": "same",
                  "activation": "%s", "use_bias": true}}
                """;
        String layers =
                """
                {"class_name": "Functional", "config": {"name": "squares", "layers": [
                  {"class_name": "InputLayer", "name": "x", "inbound_nodes": [],
                   "config": {"name": "x", "dtype": "float32",
                    "batch_input_shape": [null, null, null, 3]}},
                  {"class_name": "AveragePooling2D", "name": "cells",
                   "inbound_nodes": [[["x", 0, 0, {}]]],
                   "config": {"name": "cells", "pool_size": [4, 4], "strides": [4, 4],
                    "padding": "valid"}},
                  %s, %s, %s],
                 "input_layers": [["x", 0, 0]],
                 "output_layers": [["heat", 0, 0], ["size", 0, 0], ["offset", 0, 0]]}}
                """
                        .formatted(
                                conv.formatted("heat", "heat", 1, 7, 7, "sigmoid"),
                                conv.formatted("size", "size", 2, 1, 1, "linear"),
                                conv.formatted("offset", "offset", 2, 1, 1, "linear"));
        float[] kernel = new float[7 * 7 * 3];
        for (int i = 0; i < kernel.length; i++) {
            int y = i / 21;
            int x = i / 3 % 7;
            boolean beyond = y > 5 || x > 5;
            boolean inner = y > 0 && y < 5 && x > 0 && x < 5;
            kernel[i] = beyond ? 0 : (inner ? 2f : -2f) / 3;
        }
        Map<String, Tensor> weights =
                Map.of(
                        "heat/kernel", Tensor.of(kernel, 7, 7, 3, 1),
                        "heat/bias", Tensor.of(new float[] {-28}, 1),
                        "size/kernel", Tensor.of(new float[6], 1, 1, 3, 2),
                        "size/bias", Tensor.of(new float[] {4, 4}, 2),
                        "offset/kernel", Tensor.of(new float[6], 1, 1, 3, 2),
                        "offset/bias", Tensor.of(new float[2], 2));
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        Engines.get().buildKeras(layers, weights, saved);
        try (ModelBundle read = Models.open(saved, Engines.get())) {
            Size edge = Size.stepped(8, 8);
            InputSpec input = read.requireImageModel();
            InputSpec stepped =
                    new InputSpec(
                            input.name(),
                            "byxc",
                            input.type(),
                            List.of(Size.ANY, edge, edge, new Size.Fixed(3)),
                            List.of());
            ModelBundle model =
                    read.toBuilder()
                            .name("squares")
                            .inputs(List.of(stepped))
                            .labels(List.of("square"))
                            .task(Task.DETECTION)
                            .decoder(Map.of("name", "centre-heat", "fit", "stretch"))
                            .normalization(Normalization.parse("0..1"))
                            .build();
            new BundleWriter().zipped(false).write(model, folder);
        }
        return folder;
    }
}
