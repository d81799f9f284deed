package org.coverslip.bench;

import java.lang.management.ManagementFactory;
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
 * What a DenseNet121 in functions costs before its first Grad-CAM: opening the functions, listing
 * the layers, preparing the gradient by the last feature map. A network that was run before, five
 * fresh ones in one process. All of it is work of the calling thread, whose processor time is
 * taken: what else the machine does must not count.
 */
final class InlineTime implements Benchmark {

    private static final int RUNS = 5;

    @Override
    public String name() {
        return "inline_densenet_ms";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path flat = GradCamCost.densenet(workshop, Workshop.PATCH);
        Path wrapped = workshop.folder().resolve("densenet-functions");
        if (!Files.exists(wrapped)) {
            // NB: the engine starts TensorFlow, from which the rewrite asks what operations give.
            prepare(flat);
            FunctionWrapped.write(flat, wrapped);
        }
        double[] inFunctions = new double[RUNS];
        double[] without = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            inFunctions[i] = prepare(wrapped);
            without[i] = prepare(flat);
        }
        return new Figure(
                Workshop.median(inFunctions),
                "ms",
                String.format(
                        Locale.ROOT,
                        "DenseNet121 in functions, first %.0f, range %s; without functions %.0f",
                        inFunctions[0],
                        Workshop.spread(inFunctions),
                        Workshop.median(without)));
    }

    private static double prepare(Path model) {
        try (Network network = Engines.get().open(model, NetworkOptions.DEFAULT)) {
            int side = Workshop.PATCH;
            network.run(Map.of("x", Tensor.of(new float[side * side * 3], 1, side, side, 3)));
            String output = network.outputs().get(0).name();
            long start = processorTime();
            network.layers();
            try (ScoreGradient gradient = network.gradient(output, GradCamCost.LAST)) {
                if (gradient.at().shape().get(3) != 1024) throw new IllegalStateException();
            }
            return (processorTime() - start) * 1e-6;
        }
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
