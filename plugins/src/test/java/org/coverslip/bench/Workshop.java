package org.coverslip.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;

/** Slides and networks for the benchmarks: made once, kept beside each other. */
final class Workshop {

    /** Edge of a network's input, pixels of 0.5 um. */
    static final int PATCH = 224;

    private final Path folder;

    Workshop(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
    }

    Path folder() {
        return folder;
    }

    /** A JPEG pyramid of 256-pixel tiles with this share of tissue. */
    Path slide(int side, double tissue) throws Exception {
        Path file = folder.resolve("slide-" + side + "-" + Math.round(tissue * 100) + ".tif");
        if (Files.exists(file)) return file;
        System.err.println("making " + file);
        MakeSlide.of(SlideParameters.of(1, side, side).withTissue(tissue)).write(file);
        return file;
    }

    /** DenseNet121 of full width with random weights: 224 px, three classes, 0.5 um per pixel. */
    Path densenet() throws IOException {
        KerasJson net = new KerasJson(PATCH);
        DenseNet121.build(net);
        return bundle("densenet121", net);
    }

    /** A network of about a tenth of its cost. */
    Path small() throws IOException {
        KerasJson net = new KerasJson(PATCH);
        net.convolution("a", 16, 3, 2, true);
        net.convolution("b", 32, 3, 2, true);
        net.convolution("c", 64, 3, 1, true);
        net.pool("p", "MaxPooling2D", 2, 2);
        net.convolution("d", 96, 3, 1, true);
        net.head(3);
        return bundle("small", net);
    }

    private Path bundle(String name, KerasJson net) throws IOException {
        Path target = folder.resolve(name);
        if (Files.exists(target)) return target;
        Path saved = folder.resolve(name + "-saved");
        deleteTree(saved);
        Map<String, Tensor> weights = net.weights();
        Engines.get().buildKeras(net.json(), weights, saved);
        try (ModelBundle read = Models.open(saved, Engines.get())) {
            ModelBundle model =
                    read.toBuilder()
                            .name(name)
                            .inputs(List.of(read.requireImageModel().withAxes("byxc")))
                            .labels(List.of("stroma", "normal", "tumour"))
                            .scores(Scores.SOFTMAX)
                            .normalization(Normalization.parse("0..1"))
                            .resize(Resampling.AREA)
                            .spacing(0.5)
                            .build();
            new BundleWriter().zipped(false).write(model, target);
        }
        deleteTree(saved);
        return target;
    }

    static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    /** {@code 0.93 to 0.97}. */
    static String spread(double... values) {
        double min = java.util.Arrays.stream(values).min().orElseThrow();
        double max = java.util.Arrays.stream(values).max().orElseThrow();
        return String.format(java.util.Locale.ROOT, "%.3f to %.3f", min, max);
    }
}
