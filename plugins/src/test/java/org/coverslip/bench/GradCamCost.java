package org.coverslip.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;

/**
 * A run that gives outputs, last feature map and gradient of a DenseNet121 on eight images of
 * 320x320, as the multiple of a run that gives the outputs alone. Both in turn, five times.
 */
final class GradCamCost implements Benchmark {

    /** The last feature map, behind its batch normalisation and ReLU. */
    static final String LAST = "last_relu";

    private static final int RUNS = 5;
    private static final int BATCH = 8;
    private static final int SIDE = 320;

    @Override
    public String name() {
        return "gradcam_densenet_in_forwards";
    }

    /** The folder of a SavedModel without functions, with input {@code x}. */
    static Path densenet(Workshop workshop, int side) throws IOException {
        Path folder = workshop.folder().resolve("densenet-flat-" + side);
        if (Files.exists(folder)) return folder;
        KerasJson net = new KerasJson(side);
        DenseNet121.build(net);
        Engines.get().buildKeras(net.json(), net.weights(), folder);
        return folder;
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path model = densenet(workshop, SIDE);
        float[] values = new float[BATCH * SIDE * SIDE * 3];
        for (int i = 0; i < values.length; i++) values[i] = (i * 31 % 255) / 255f;
        Map<String, Tensor> images = Map.of("x", Tensor.of(values, BATCH, SIDE, SIDE, 3));
        float[] first = new float[BATCH * 3];
        for (int i = 0; i < BATCH; i++) first[3 * i] = 1;
        Tensor weights = Tensor.of(first, BATCH, 3);
        try (Network network = Engines.get().open(model, NetworkOptions.DEFAULT);
                ScoreGradient last = network.gradient(network.outputs().get(0).name(), LAST);
                ScoreGradient early = network.gradient(network.outputs().get(0).name(), "conv1")) {
            double[] forward = new double[RUNS];
            double[] ratios = new double[RUNS];
            double[] whole = new double[RUNS];
            for (int i = -1; i < RUNS; i++) {
                double run = seconds(() -> network.run(images));
                double cam = seconds(() -> last.run(images, weights));
                double all = seconds(() -> early.run(images, weights));
                if (i < 0) continue;
                forward[i] = run;
                ratios[i] = cam / run;
                whole[i] = all / run;
            }
            return new Figure(
                    Workshop.median(ratios),
                    "ratio",
                    String.format(
                            Locale.ROOT,
                            "%d images of %d px, forward %.2f s, range %s; back to the first"
                                    + " convolution %.2f",
                            BATCH,
                            SIDE,
                            Workshop.median(forward),
                            Workshop.spread(ratios),
                            Workshop.median(whole)));
        }
    }

    private static double seconds(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) * 1e-9;
    }
}
