package org.coverslip;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.Scores;
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
}
