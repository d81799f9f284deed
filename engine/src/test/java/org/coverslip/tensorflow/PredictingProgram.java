package org.coverslip.tensorflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;

/** What another program does with the engine. Sees nothing but {@code org.coverslip.network}. */
final class PredictingProgram {

    private PredictingProgram() {}

    /**
     * @param arguments {@code describe} or {@code predict}, and a model that computes x/2+2
     */
    public static void main(String[] arguments) throws Exception {
        Path model = Path.of(arguments[1]);
        if (arguments[0].equals("describe")) {
            System.out.println(Engines.get().describe(model).signatures());
            Path maps = Path.of("/proc/self/maps");
            boolean started =
                    Files.exists(maps) && Files.readString(maps).contains("libtensorflow");
            System.out.println(started ? "natives started" : "natives not started");
            return;
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        var two = Executors.newFixedThreadPool(2);
        try (Network network = Engines.get().open(model, NetworkOptions.DEFAULT)) {
            Callable<Double> half =
                    () -> network.run(Map.of("x", Tensor.of(new float[] {6}, 1))).get("y").get(0);
            var first = two.submit(half);
            var second = two.submit(half);
            System.out.println(first.get() + " " + second.get());
        } finally {
            two.shutdown();
        }
        if (Thread.currentThread().getContextClassLoader() != before)
            System.out.println("the thread's class loader was not given back");
    }
}
