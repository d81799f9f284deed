package org.coverslip.demo;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.coverslip.demo.TissuePatches.Patch;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.Scores;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.slide.Resampling;
import org.coverslip.synthetic.Region;

/**
 * A small network whose first layer is random and whose last layer is fitted: 48 fixed 7x7 filters,
 * averaged over the picture, then a softmax that learns from generated pictures. The pictures it is
 * shown later have other seeds. It is honest and tiny, a stand-in until a trained bundle ships.
 */
final class DemoNetwork {

    private static final int FILTERS = 48;
    private static final int KERNEL = 7;
    private static final int PER_CLASS = 100;
    private static final double MICROMETRES = 0.5;
    private static final int SEED = 20261120;
    private static final long TRAINING_SLIDES = 1000;
    private static final int CLASSES = TissuePatches.KINDS.size();

    private final NetworkEngine engine;

    DemoNetwork(NetworkEngine engine) {
        this.engine = engine;
    }

    /**
     * Fits the network and writes it as two bundle folders.
     *
     * @param pictures for pictures as a whole
     * @param slides the same weights, and the um per pixel that make it a network for slides
     */
    void write(Path pictures, Path slides, Path scratch) {
        Map<String, Tensor> weights = filters();
        Path headless = scratch.resolve("features");
        engine.buildKeras(architecture(false), weights, headless);
        SoftmaxRegression head;
        try (Network features = engine.open(headless, NetworkOptions.DEFAULT)) {
            head = fit(features);
        }
        weights.put("head/kernel", Tensor.of(head.kernel(), FILTERS, CLASSES));
        weights.put("head/bias", Tensor.of(head.bias(), CLASSES));
        Path whole = scratch.resolve("network");
        engine.buildKeras(architecture(true), weights, whole);
        try (ModelBundle read = Models.open(whole, engine)) {
            InputSpec input = read.requireImageModel();
            ModelBundle complete =
                    read.toBuilder()
                            .name("Coverslip demo network")
                            .description(
                                    "Tells synthetic stroma, normal tissue and tumour apart; random filters and a"
                                            + " fitted softmax. For demonstration only: it has never seen real tissue.")
                            .authors(List.of("Coverslip developers"))
                            .license("BSD-2-Clause")
                            .inputs(List.of(input.withAxes("byxc")))
                            .labels(TissuePatches.KINDS.stream().map(Region::label).toList())
                            .scores(Scores.SOFTMAX)
                            .normalization(Normalization.parse("0..1"))
                            .resize(Resampling.AREA)
                            .build();
            new BundleWriter().zipped(false).write(complete, pictures);
            ModelBundle tiles = complete.toBuilder().spacing(MICROMETRES).build();
            new BundleWriter().zipped(false).write(tiles, slides);
        }
    }

    /** Random filters without a mean, so that they answer to structure and not to brightness. */
    private static Map<String, Tensor> filters() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] kernel = new float[KERNEL * KERNEL * 3 * FILTERS];
        int taps = KERNEL * KERNEL * 3;
        for (int f = 0; f < FILTERS; f++) {
            double mean = 0;
            double[] filter = new double[taps];
            for (int i = 0; i < taps; i++) mean += (filter[i] = random.nextDouble(-1, 1)) / taps;
            for (int i = 0; i < taps; i++)
                kernel[i * FILTERS + f] = (float) ((filter[i] - mean) / KERNEL);
        }
        Map<String, Tensor> weights = new HashMap<>();
        weights.put("filters/kernel", Tensor.of(kernel, KERNEL, KERNEL, 3, FILTERS));
        weights.put("filters/bias", Tensor.of(new float[FILTERS], FILTERS));
        return weights;
    }

    private SoftmaxRegression fit(Network features) {
        String input = features.inputs().get(0).name();
        String output = features.outputs().get(0).name();
        List<Patch> patches = TissuePatches.cut(TRAINING_SLIDES, PER_CLASS);
        int[] classes =
                patches.stream().mapToInt(p -> TissuePatches.KINDS.indexOf(p.kind())).toArray();
        float[][] x = new float[patches.size()][];
        for (int i = 0; i < x.length; i++) {
            Tensor picture = tensor(patches.get(i).picture());
            x[i] = features.run(Map.of(input, picture)).get(output).floats();
        }
        return SoftmaxRegression.fit(x, classes, CLASSES);
    }

    private static Tensor tensor(BufferedImage picture) {
        int side = TissuePatches.SIDE;
        float[] values = new float[side * side * 3];
        for (int i = 0; i < side * side; i++) {
            int rgb = picture.getRGB(i % side, i / side);
            for (int c = 0; c < 3; c++) values[i * 3 + c] = (rgb >> 16 - 8 * c & 0xff) / 255f;
        }
        return Tensor.of(values, 1, side, side, 3);
    }

    /** The layers in Keras' own notation. */
    private static String architecture(boolean head) {
        int side = TissuePatches.SIDE;
        String layers =
                """
                {"class_name": "InputLayer", "config": {"name": "picture", "dtype": "float32",
                  "batch_input_shape": [null, %d, %d, 3]}},
                {"class_name": "Conv2D", "config": {"name": "filters", "filters": %d, "kernel_size": [%d, %d],
                  "strides": [2, 2], "padding": "valid", "activation": "relu", "use_bias": true}},
                {"class_name": "GlobalAveragePooling2D", "config": {"name": "average"}}"""
                        .formatted(side, side, FILTERS, KERNEL, KERNEL);
        String last =
                """
                ,
                {"class_name": "Dense", "config": {"name": "head", "units": %d, "activation": "softmax",
                  "use_bias": true}}"""
                        .formatted(CLASSES);
        return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"demo\", \"layers\": ["
                + layers
                + (head ? last : "")
                + "]}}";
    }
}
