package org.coverslip.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.tensorflow.TensorFlowEngine;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.PixelArchitectures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks that can be asked for by name are what they say and learn. */
class ArchitecturesTest {

    static List<String> names() {
        return Architectures.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyClassifierLearnsFromOneBatch(String name) {
        Frame frame = new Frame(32, 40, 1, 3, true);
        Loss loss = new Loss.BinaryCrossEntropy(List.of(), List.of(), 0, 1);
        String json = Architectures.of(name, frame);
        try (LearningNetwork network = learn(json, Map.of(Architectures.OUTPUT, loss))) {
            assertThat(network.inputs().get(0).shape()).containsExactly(-1L, 32L, 40L, 1L);
            Tensor x = TestNetwork.random(1, network.inputs().get(0).shape(), 4);
            Tensor y = Tensor.of(new float[] {1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1}, 4, 3);
            double first = network.step(Map.of("image", x), Map.of("scores", y), 1e-3);
            double last = first;
            for (int i = 0; i < 8; i++) {
                last = network.step(Map.of("image", x), Map.of("scores", y), 1e-3);
            }
            assertThat(last).isLessThan(first);
        }
    }

    @Test
    void densenet121HasAsManyWeightsAsThePublishedOne() {
        String json = Architectures.of("densenet121", Frame.of(224, 3, 1000));
        Loss loss = new Loss.SoftmaxCrossEntropy(List.of(), 1);
        try (LearningNetwork network = learn(json, Map.of(Architectures.OUTPUT, loss))) {
            assertThat(network.parameters()).isEqualTo(8_062_504);
        }
    }

    @Test
    void theUnetGivesEveryPixelOfAnyImageItsScores() {
        String json = PixelArchitectures.unet(new Frame(0, 0, 3, 4, false), 8);
        Loss loss = new Loss.DiceCrossEntropy(1);
        try (LearningNetwork network = learn(json, Map.of(PixelArchitectures.SCORES, loss))) {
            Tensor x = TestNetwork.random(1, List.of(1L, 24L, 40L, 3L), 2);
            Tensor y = Tensor.of(new float[2 * 24 * 40 * 4], 2, 24, 40, 4);
            Map<String, Tensor> scores = network.predict(Map.of("image", x));
            assertThat(scores.get("scores").shape()).containsExactly(2, 24, 40, 4);
            assertThat(network.step(Map.of("image", x), Map.of("scores", y), 1e-3)).isFinite();
        }
    }

    @Test
    void starsHaveAProbabilityAndADistanceAlongEachRay() {
        Map<String, Loss> losses =
                Map.of(
                        PixelArchitectures.PROBABILITY,
                        new Loss.BinaryCrossEntropy(List.of(), List.of(), 0, 1),
                        PixelArchitectures.DISTANCES,
                        new Loss.Absolute(0.2));
        String json = PixelArchitectures.stars(Frame.of(32, 1, 1), 8, 12);
        steps(json, losses, Map.of("probability", "[?,32,32,1]", "distances", "[?,32,32,12]"));
    }

    @Test
    void centresAreGivenAtAQuarterOfTheSize() {
        Map<String, Loss> losses =
                Map.of(
                        PixelArchitectures.HEAT, new Loss.CentreHeat(1),
                        PixelArchitectures.EXTENT, new Loss.Absolute(0.1),
                        PixelArchitectures.OFFSET, new Loss.Absolute(1));
        String json = PixelArchitectures.centres(Frame.of(32, 3, 2), 8);
        steps(
                json,
                losses,
                Map.of("heat", "[?,8,8,2]", "size", "[?,8,8,2]", "offset", "[?,8,8,2]"));
    }

    private static void steps(String json, Map<String, Loss> losses, Map<String, String> shapes) {
        try (LearningNetwork network = learn(json, losses)) {
            Map<String, Tensor> targets = new java.util.HashMap<>();
            for (TensorInfo output : network.outputs()) {
                assertThat(output.shapeText()).isEqualTo(shapes.get(output.name()));
                Tensor random = TestNetwork.random(3, output.shape(), 2);
                float[] ones = random.floats();
                for (int i = 0; i < ones.length; i++) ones[i] = ones[i] > 1 ? 1 : 0;
                targets.put(output.name(), random);
            }
            assertThat(targets).hasSameSizeAs(shapes);
            Tensor x = TestNetwork.random(1, network.inputs().get(0).shape(), 2);
            double first = network.step(Map.of("image", x), targets, 1e-3);
            double last = first;
            for (int i = 0; i < 5; i++) last = network.step(Map.of("image", x), targets, 1e-3);
            assertThat(last).isLessThan(first);
        }
    }

    private static LearningNetwork learn(String json, Map<String, Loss> losses) {
        return new TensorFlowEngine()
                .learn(
                        new TrainingSetup(
                                json,
                                Map.of(),
                                Set.of(),
                                Map.of(),
                                losses,
                                Optimizer.Adam.DEFAULT,
                                1,
                                0,
                                Device.CPU));
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() {
        Frame frame = Frame.of(64, 3, 2);
        assertThatThrownBy(() -> Architectures.of("alexnet", frame))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(
                        "network=alexnet: there is no such network; use one of small");
        assertThatThrownBy(() -> Architectures.of("plain-7", frame))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("use a multiple of 6, such as plain-18");
        assertThatThrownBy(() -> Architectures.of("malaria", new Frame(0, 0, 3, 2, false)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("give a size");
        assertThatThrownBy(() -> PixelArchitectures.unet(Frame.of(30, 3, 2), 8))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("multiples of 8");
    }
}
