package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explaining a long list of images takes no more memory than explaining one, from any thread. */
class GradientMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** A tenth of a megabyte per feature map: one forgotten per run would show as 100 MB. */
    private static final Map<String, Tensor> IMAGES = Map.of("x", Slope.noise(1, 64, 8, 8, 3));

    private static final Tensor WEIGHTS = Slope.noise(2, 64, 4);

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;

    @Test
    void memoryStaysFlatOverThousandGradientsAndTwoHundredPreparations() throws IOException {
        Assumptions.assumeTrue(Files.exists(STATUS), "skipped: " + STATUS + " is missing");
        try (Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT)) {
            explain(network, 1000, 200);
            assertThat(smallestGrowth(() -> explain(network, 1000, 200))).isLessThan(40);
        }
    }

    /** NB: Java goes on to touch its own heap for a while; what leaks grows in every round. */
    private static long smallestGrowth(Runnable round) throws IOException {
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < 4 && smallest >= 40; i++) {
            long before = residentMegabytes();
            round.run();
            smallest = Math.min(smallest, residentMegabytes() - before);
        }
        return smallest;
    }

    private static void explain(Network network, int runs, int preparations) {
        try (ScoreGradient gradient = network.gradient("y", "conv1")) {
            for (int i = 0; i < runs; i++)
                assertThat(gradient.run(IMAGES, WEIGHTS).gradient().size()).isEqualTo(24_576);
        }
        for (int i = 0; i < preparations; i++) {
            try (ScoreGradient gradient = network.gradient("y", "conv2");
                    Network random = network.withRandomWeights(List.of("dense"), i)) {
                gradient.run(IMAGES, WEIGHTS);
                random.run(IMAGES);
            }
        }
    }

    @Test
    void closingANetworkGivesBackWhatWasOpenedInIt() throws IOException {
        Assumptions.assumeTrue(Files.exists(STATUS), "skipped: " + STATUS + " is missing");
        Path model = FunctionModel.write(temp);
        openAndClose(model, 40);
        assertThat(smallestGrowth(() -> openAndClose(model, 60))).isLessThan(40);
    }

    private void openAndClose(Path model, int times) {
        for (int i = 0; i < times; i++) {
            try (Network network = engine.open(model, NetworkOptions.DEFAULT);
                    ScoreGradient gradient = network.gradient("y", "conv1")) {
                gradient.run(IMAGES, WEIGHTS);
            }
        }
    }

    @Test
    void severalThreadsPrepareAndRunAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT)) {
            List<Callable<Tensor>> tasks = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String layer = i % 2 == 0 ? "conv1" : "bn";
                tasks.add(
                        () -> {
                            try (ScoreGradient gradient = network.gradient("y", layer)) {
                                network.run(IMAGES);
                                return gradient.run(IMAGES, WEIGHTS).gradient();
                            }
                        });
            }
            List<Tensor> found = new ArrayList<>();
            for (Future<Tensor> result : pool.invokeAll(tasks)) found.add(result.get());
            for (int i = 2; i < 24; i++)
                assertThat(found.get(i).floats())
                        .containsExactly(found.get(i % 2).floats(), within(1e-5f));
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aGradientOfAClosedNetworkSaysSo() {
        Network network = engine.open(FunctionModel.write(temp), NetworkOptions.DEFAULT);
        ScoreGradient gradient = network.gradient("y", "conv1");
        ScoreGradient other = network.gradient("y", "conv1");
        other.close();
        assertThatThrownBy(() -> other.run(IMAGES, WEIGHTS))
                .isInstanceOf(IllegalStateException.class);
        assertThat(gradient.run(IMAGES, WEIGHTS).scores().shape()).containsExactly(64, 4);
        network.close();
        assertThatThrownBy(() -> gradient.run(IMAGES, WEIGHTS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(network::layers).isInstanceOf(IllegalStateException.class);
        gradient.close();
    }

    private static long residentMegabytes() throws IOException {
        System.gc();
        for (String line : Files.readAllLines(STATUS))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        throw new IOException("no VmRSS in " + STATUS);
    }
}
