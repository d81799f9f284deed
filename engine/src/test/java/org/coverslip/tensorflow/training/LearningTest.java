package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.tensorflow.TensorFlowEngine;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network learns, and what it has learned can be saved, resumed and used. */
class LearningTest {

    private static final String SMALL =
            Architectures.of(Architectures.DEFAULT, Frame.of(32, 3, Stripes.CLASSES));

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @Test
    void theDefaultNetworkLearnsToTellStripesApart() {
        Stripes unseen = Stripes.draw(90, 32, 99);
        try (LearningNetwork network = engine.learn(Stripes.setup(SMALL, 1, 0))) {
            double before = network.loss(unseen.images(), unseen.labels());
            for (int i = 0; i < 60; i++) {
                Stripes batch = Stripes.draw(32, 32, i);
                network.step(batch.images(), batch.labels(), 1e-3);
            }

            assertThat(network.loss(unseen.images(), unseen.labels())).isLessThan(before / 2);
            assertThat(unseen.accuracy(network.predict(unseen.images()))).isGreaterThan(0.95);
        }
    }

    @Test
    void theExportedNetworkPredictsTheSame(@TempDir Path folder) {
        Stripes unseen = Stripes.draw(20, 32, 99);
        Map<String, Tensor> predicted;
        try (LearningNetwork network = engine.learn(Stripes.setup(SMALL, 1, 0))) {
            for (int i = 0; i < 10; i++) {
                Stripes batch = Stripes.draw(16, 32, i);
                network.step(batch.images(), batch.labels(), 1e-3);
            }
            predicted = network.predict(unseen.images());
            engine.buildKeras(SMALL, network.weights(), folder.resolve("model"));
        }
        try (Network saved = engine.open(folder.resolve("model"), NetworkOptions.DEFAULT)) {
            Tensor scores = saved.run(unseen.images()).get(Architectures.OUTPUT);
            Tensor expected = predicted.get(Architectures.OUTPUT);
            for (int i = 0; i < scores.size(); i++) {
                assertThat(scores.get(i)).isCloseTo(expected.get(i), within(1e-6));
            }
        }
    }

    @Test
    void aResumedRunGoesOnToTheSameBits() {
        Stripes[] batches = new Stripes[6];
        for (int i = 0; i < batches.length; i++) batches[i] = Stripes.draw(16, 32, i);
        Map<String, Tensor> whole;
        Map<String, Tensor> half;
        try (LearningNetwork network = engine.learn(Stripes.setup(SMALL, 4, 1))) {
            steps(network, batches, 0, 3);
            half = network.state();
            steps(network, batches, 3, 6);
            whole = network.state();
        }
        try (LearningNetwork network = engine.learn(Stripes.setup(SMALL, 4, 1))) {
            network.restore(half);
            steps(network, batches, 3, 6);
            assertThat(network.state()).isEqualTo(whole);
        }
        try (LearningNetwork network = engine.learn(Stripes.setup(SMALL, 4, 1))) {
            steps(network, batches, 0, 6);
            assertThat(network.state()).as("a second run of one seed").isEqualTo(whole);
        }
        try (LearningNetwork network = engine.learn(Stripes.setup(SMALL, 5, 1))) {
            steps(network, batches, 0, 6);
            assertThat(network.state()).as("a run of another seed").isNotEqualTo(whole);
        }
    }

    private static void steps(LearningNetwork network, Stripes[] batches, int from, int to) {
        for (int i = from; i < to; i++) {
            network.step(batches[i].images(), batches[i].labels(), 1e-3);
        }
    }

    @Test
    void weightsAloneAreTakenTooAndWhatDoesNotFitIsNot() {
        try (LearningNetwork network = engine.learn(Stripes.setup(SMALL, 4, 1))) {
            Map<String, Tensor> first = network.weights();
            Stripes batch = Stripes.draw(16, 32, 1);
            network.step(batch.images(), batch.labels(), 1e-3);
            network.restore(first);
            assertThat(network.weights()).isEqualTo(first);

            Map<String, Tensor> partial = new java.util.HashMap<>(first);
            partial.remove("scores/bias");
            assertThatThrownBy(() -> network.restore(partial))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("scores/bias is missing");
            partial.put("scores/bias", Tensor.of(new float[7], 7));
            assertThatThrownBy(() -> network.restore(partial))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("scores/bias has the shape [7], not [3]");
            assertThat(network.weights()).isEqualTo(first);
        }
    }

    @Test
    void memoryStaysFlatOverFiftyNetworks() throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.exists(status), "skipped: " + status + " is missing");
        cycles(15);
        long before = residentMegabytes(status);
        cycles(50);
        // NB: one forgotten batch or set of weights per cycle would be 100 MB or 40 MB.
        assertThat(residentMegabytes(status) - before).isLessThan(30);
    }

    private void cycles(int number) {
        Stripes batch = Stripes.draw(160, 32, 1);
        for (int i = 0; i < number; i++) {
            try (LearningNetwork network = engine.learn(Stripes.setup(SMALL, i, 0))) {
                network.step(batch.images(), batch.labels(), 1e-3);
                network.restore(network.state());
                network.predict(batch.images());
            }
        }
    }

    private static long residentMegabytes(Path status) throws IOException {
        System.gc();
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        }
        throw new IOException("no VmRSS in " + status);
    }
}
