package org.coverslip.tensorflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.coverslip.network.Device;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;

/** What another program does with the engine. Sees nothing but {@code org.coverslip.network}. */
final class PredictingProgram {

    private PredictingProgram() {}

    /**
     * @param arguments {@code describe} or {@code predict}, and a model that computes x/2+2; or
     *     {@code learn}
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("learn")) {
            learn();
            return;
        }
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

    /** One step of y = kx towards 0, from k = 2 at x = 1: the slope of y^2 is 4. */
    private static void learn() {
        String line =
                "{'class_name': 'Sequential', 'config': {'name': 'line', 'layers': [{'class_name':"
                        + " 'Dense', 'config': {'name': 'y', 'units': 1, 'use_bias': false,"
                        + " 'batch_input_shape': [null, 1]}}]}}";
        TrainingSetup setup =
                new TrainingSetup(
                        line,
                        Map.of("y/kernel", Tensor.of(new float[] {2}, 1, 1)),
                        Set.of(),
                        Map.of(),
                        Map.of("y", new Loss.Squared(1)),
                        new Optimizer.Sgd(0, false, 0),
                        1,
                        0,
                        Device.CPU);
        try (LearningNetwork network = Engines.get().learn(setup)) {
            Map<String, Tensor> x = Map.of("y_input", Tensor.of(new float[] {1}, 1, 1));
            Map<String, Tensor> y = Map.of("y", Tensor.of(new float[] {0}, 1, 1));
            double loss = network.step(x, y, 0.25);
            System.out.println(loss + " " + network.weights().get("y/kernel").get(0));
        }
    }
}
