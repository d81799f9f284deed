package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.tensorflow.TensorFlowEngine;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;
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
}
