package org.coverslip.segment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.network.Engines;
import org.coverslip.network.Tensor;

/** Real networks that answer for every pixel, small enough to know what they must say. */
public final class PixelNetworks {

    private PixelNetworks() {}

    private static final String INPUT =
            """
            {"class_name": "InputLayer", "name": "x", "inbound_nodes": [], "config": {"name": "x",
              "dtype": "float32", "batch_input_shape": [null, %s, %s, 3]}}""";

    private static String conv(String name, String from, int filters, int kernel, String more) {
        return """
        {"class_name": "Conv2D", "name": "%s", "inbound_nodes": [[["%s", 0, 0, {}]]], "config":
          {"name": "%s", "filters": %d, "kernel_size": [%d, %d], "use_bias": true, %s}}"""
                .formatted(name, from, name, filters, kernel, kernel, more);
    }

    private static String layer(String type, String name, String from, String config) {
        return """
        {"class_name": "%s", "name": "%s", "inbound_nodes": [[%s]], "config": {"name": "%s"%s}}"""
                .formatted(type, name, from, name, config);
    }

    private static String model(String last, String... layers) {
        return "{\"class_name\": \"Functional\", \"config\": {\"name\": \"pixels\", \"layers\": ["
                + String.join(",", layers)
                + "], \"input_layers\": [[\"x\", 0, 0]], \"output_layers\": [[\""
                + last
                + "\", 0, 0]]}}";
    }

    /** A U-Net with two poolings and random weights, three classes: sees 16 pixels around each. */
    public static Path unet(Path folder, UnaryOperator<ModelBundle.Builder> facts) {
        String same = "\"padding\": \"same\", \"activation\": \"relu\"";
        String pool = ", \"pool_size\": [2, 2], \"strides\": [2, 2], \"padding\": \"valid\"";
        String up = ", \"size\": [2, 2], \"interpolation\": \"nearest\"";
        String json =
                model(
                        "p",
                        INPUT.formatted("null", "null"),
                        conv("a", "x", 6, 3, same),
                        layer("MaxPooling2D", "b", "[\"a\", 0, 0, {}]", pool),
                        conv("c", "b", 8, 3, same),
                        layer("UpSampling2D", "d", "[\"c\", 0, 0, {}]", up),
                        layer(
                                "Concatenate",
                                "e",
                                "[\"a\", 0, 0, {}], [\"d\", 0, 0, {}]",
                                ", \"axis\": -1"),
                        conv("p", "e", 3, 3, "\"padding\": \"same\", \"activation\": \"softmax\""));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(5);
        kernel(weights, "a", random, 3, 3, 6);
        kernel(weights, "c", random, 3, 6, 8);
        kernel(weights, "p", random, 3, 14, 3);
        return write(
                folder,
                json,
                weights,
                3,
                new Size.Stepped(2, 2),
                1,
                0,
                b ->
                        facts.apply(
                                b.labels(List.of("background", "stroma", "tumour"))
                                        .scores(Scores.SOFTMAX)));
    }

    private static void kernel(
            Map<String, Tensor> weights,
            String name,
            SplittableRandom random,
            int k,
            int in,
            int out) {
        float[] values = new float[k * k * in * out];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble(-1, 1) * 2 / Math.sqrt(k * k * in));
        }
        weights.put(name + "/kernel", Tensor.of(values, k, k, in, out));
        float[] bias = new float[out];
        for (int i = 0; i < out; i++) bias[i] = (float) random.nextDouble(-0.2, 0.2);
        weights.put(name + "/bias", Tensor.of(bias, out));
    }

    /**
     * The probability that a pixel is dark: sigmoid(gain (0.5 - mean of red, green, blue)).
     *
     * @param stride of the convolution: 2 gives an output of half the size
     */
    public static Path dark(
            Path folder, double gain, int stride, UnaryOperator<ModelBundle.Builder> facts) {
        String json =
                model(
                        "p",
                        INPUT.formatted("null", "null"),
                        conv(
                                "p",
                                "x",
                                1,
                                stride,
                                "\"padding\": \"valid\", \"activation\": \"sigmoid\", \"strides\": ["
                                        + stride
                                        + ", "
                                        + stride
                                        + "]"));
        float[] kernel = new float[stride * stride * 3];
        java.util.Arrays.fill(kernel, (float) (-gain / kernel.length));
        Map<String, Tensor> weights =
                Map.of(
                        "p/kernel",
                        Tensor.of(kernel, stride, stride, 3, 1),
                        "p/bias",
                        Tensor.of(new float[] {(float) (gain / 2)}, 1));
        return write(
                folder,
                json,
                weights,
                1,
                Size.stepped(stride, stride),
                1.0 / stride,
                0,
                b -> facts.apply(b.labels(List.of("background", "dark")).scores(Scores.SIGMOID)));
    }

    private static Path write(
            Path folder,
            String json,
            Map<String, Tensor> weights,
            int channels,
            Size size,
            double scale,
            double offset,
            UnaryOperator<ModelBundle.Builder> facts) {
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        Engines.get().buildKeras(json, weights, saved);
        try (ModelBundle read = Models.open(saved, Engines.get())) {
            InputSpec in = read.requireImageModel();
            OutputSpec out = read.outputs().get(0);
            List<Size> sizes = List.of(Size.ANY, size, size, new Size.Fixed(3));
            ModelBundle.Builder model =
                    read.toBuilder()
                            .name("pixels")
                            .task(Task.SEGMENTATION)
                            .inputs(
                                    List.of(
                                            new InputSpec(
                                                    in.name(), "byxc", in.type(), sizes,
                                                    List.of())))
                            .outputs(
                                    List.of(
                                            new OutputSpec(
                                                    out.name(),
                                                    "byxc",
                                                    out.type(),
                                                    List.of(
                                                            Size.ANY,
                                                            new Size.Relative(
                                                                    in.name(), 'y', scale, offset),
                                                            new Size.Relative(
                                                                    in.name(), 'x', scale, offset),
                                                            new Size.Fixed(channels)),
                                                    List.of(),
                                                    List.of())))
                            .normalization(Normalization.parse("0..1"));
            new BundleWriter().zipped(false).write(facts.apply(model).build(), folder);
        }
        return folder;
    }
}
