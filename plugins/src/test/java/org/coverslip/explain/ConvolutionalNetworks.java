package org.coverslip.explain;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.Scores;
import org.coverslip.network.Engines;
import org.coverslip.network.Tensor;
import org.coverslip.slide.Resampling;

/** Small networks with a convolution, global average pooling and a dense head, as bundles. */
final class ConvolutionalNetworks {

    private ConvolutionalNetworks() {}

    /**
     * Random weights: 3 x 3 convolution "features" with 8 filters and ReLU, average, dense "scores"
     * with softmax over three labels.
     */
    static Path random(Path folder, int side, long seed) {
        Map<String, Tensor> weights = new HashMap<>();
        Random random = new Random(seed);
        weights.put("features/kernel", gaussian(random, 3, 3, 3, 8));
        weights.put("features/bias", gaussian(random, 8));
        weights.put("scores/kernel", gaussian(random, 8, 3));
        weights.put("scores/bias", gaussian(random, 3));
        return write(folder, side, 8, 3, "softmax", weights, List.of("a", "b", "c"), 0);
    }

    /**
     * Says whether there is anything red: one filter of red minus the other colours, a single
     * sigmoid.
     *
     * @param spacing um per pixel; 0 for a network of pictures
     */
    static Path red(Path folder, int side, double spacing) {
        Map<String, Tensor> weights = new HashMap<>();
        float[] kernel = new float[3 * 3 * 3];
        for (int tap = 0; tap < 9; tap++) {
            kernel[tap * 3] = 1;
            kernel[tap * 3 + 1] = -0.5f;
            kernel[tap * 3 + 2] = -0.5f;
        }
        weights.put("features/kernel", Tensor.of(kernel, 3, 3, 3, 1));
        weights.put("features/bias", Tensor.of(new float[1], 1));
        weights.put("scores/kernel", Tensor.of(new float[] {8}, 1, 1));
        weights.put("scores/bias", Tensor.of(new float[] {-1}, 1));
        List<String> labels = List.of("plain", "red");
        return write(folder, side, 1, 1, "sigmoid", weights, labels, spacing);
    }

    /** Gives two numbers per pixel, although it says nowhere that it segments. */
    static Path pixels(Path folder, int side) {
        String layers =
                """
                {"class_name": "Sequential", "config": {"name": "net", "layers": [
                  {"class_name": "InputLayer", "config": {"name": "x", "dtype": "float32",
                    "batch_input_shape": [null, %d, %d, 3]}},
                  {"class_name": "Conv2D", "config": {"name": "classes", "filters": 2,
                    "kernel_size": [1, 1], "strides": [1, 1], "padding": "same",
                    "activation": "softmax", "use_bias": false}}]}}
                """
                        .formatted(side, side);
        Map<String, Tensor> weights = Map.of("classes/kernel", Tensor.of(new float[6], 1, 1, 3, 2));
        return write(folder, layers, weights, List.of("a", "b"), Scores.SOFTMAX, 0);
    }

    private static Tensor gaussian(Random random, long... shape) {
        int size = 1;
        for (long n : shape) size *= (int) n;
        float[] values = new float[size];
        for (int i = 0; i < size; i++) values[i] = (float) random.nextGaussian() / 2;
        return Tensor.of(values, shape);
    }

    private static Path write(
            Path folder,
            int side,
            int filters,
            int units,
            String activation,
            Map<String, Tensor> weights,
            List<String> labels,
            double spacing) {
        String layers =
                """
                {"class_name": "Sequential", "config": {"name": "net", "layers": [
                  {"class_name": "InputLayer", "config": {"name": "x", "dtype": "float32",
                    "batch_input_shape": [null, %d, %d, 3]}},
                  {"class_name": "Conv2D", "config": {"name": "features", "filters": %d,
                    "kernel_size": [3, 3], "strides": [1, 1], "padding": "same",
                    "activation": "relu", "use_bias": true}},
                  {"class_name": "GlobalAveragePooling2D", "config": {"name": "mean"}},
                  {"class_name": "Dense", "config": {"name": "scores", "units": %d,
                    "activation": "%s", "use_bias": true}}]}}
                """
                        .formatted(side, side, filters, units, activation);
        Scores scores = units == 1 ? Scores.SIGMOID : Scores.SOFTMAX;
        return write(folder, layers, weights, labels, scores, spacing);
    }

    private static Path write(
            Path folder,
            String layers,
            Map<String, Tensor> weights,
            List<String> labels,
            Scores scores,
            double spacing) {
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        Engines.get().buildKeras(layers, weights, saved);
        try (ModelBundle read = Models.open(saved, Engines.get())) {
            ModelBundle.Builder model =
                    read.toBuilder()
                            .name(folder.getFileName().toString())
                            .inputs(List.of(read.requireImageModel().withAxes("byxc")))
                            .labels(labels)
                            .scores(scores)
                            .normalization(Normalization.parse("0..1"))
                            .resize(Resampling.BILINEAR);
            if (spacing > 0) model.spacing(spacing);
            new BundleWriter().zipped(false).write(model.build(), folder);
        }
        return folder;
    }
}
