package org.coverslip.dialog;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.Scores;
import org.coverslip.model.Task;
import org.coverslip.network.Engines;
import org.coverslip.network.Tensor;
import org.coverslip.slide.Resampling;

/** Small convolutional networks for slides, to be kept busy with. */
final class BusyNetworks {

    private static final String LAYERS =
            """
            {"class_name": "Sequential", "config": {"name": "busy", "layers": [
              {"class_name": "InputLayer", "config": {"name": "x", "dtype": "float32",
                "batch_input_shape": [null, 64, 64, 3]}},
              {"class_name": "Conv2D", "config": {"name": "c", "filters": 5, "kernel_size": [4, 4],
                "strides": [4, 4], "padding": "valid", "activation": "sigmoid", "use_bias": true}}%s]}}
            """;

    private static final String POOLED =
            ", {\"class_name\": \"GlobalAveragePooling2D\", \"config\": {\"name\": \"mean\"}}";

    private BusyNetworks() {}

    /** Says how much of five things a tile holds. */
    static Path classifier(Path folder) {
        return write(
                folder,
                LAYERS.formatted(POOLED),
                b -> b.labels(List.of("a", "b", "c", "d", "e")).scores(Scores.LOGITS));
    }

    /** Finds boxes of one kind, as CenterNet writes them. */
    static Path detector(Path folder) {
        return write(
                folder,
                LAYERS.formatted(""),
                b ->
                        b.labels(List.of("thing"))
                                .task(Task.DETECTION)
                                .decoder(Map.of("name", "centre-heat")));
    }

    private static Path write(
            Path folder, String layers, UnaryOperator<ModelBundle.Builder> facts) {
        float[] kernel = new float[4 * 4 * 3 * 5];
        Arrays.fill(kernel, 0.02f);
        Map<String, Tensor> weights =
                Map.of(
                        "c/kernel",
                        Tensor.of(kernel, 4, 4, 3, 5),
                        "c/bias",
                        Tensor.of(new float[] {-0.5f, 0, 0.1f, 0.2f, 0.3f}, 5));
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        Engines.get().buildKeras(layers, weights, saved);
        try (ModelBundle read = Models.open(saved, Engines.get())) {
            ModelBundle.Builder model =
                    read.toBuilder()
                            .name("busy")
                            .inputs(List.of(read.requireImageModel().withAxes("byxc")))
                            .normalization(Normalization.parse("0..1"))
                            .resize(Resampling.BILINEAR)
                            .spacing(0.5);
            new BundleWriter().zipped(false).write(facts.apply(model).build(), folder);
        }
        return folder;
    }
}
