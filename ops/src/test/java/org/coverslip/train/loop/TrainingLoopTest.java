package org.coverslip.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;
import org.coverslip.report.Progress;
import org.coverslip.train.loop.Outcome.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a training run does whatever it trains. */
class TrainingLoopTest {

    private static final Samples TRAINING = new Clouds(200, 0);
    private static final Samples OTHERS = new Clouds(100, 1_000_000);

    @TempDir Path dir;

    private static TrainingLoop loop(SoftmaxRegression network) {
        return TrainingLoop.with(network)
                .training(TRAINING)
                .validation(OTHERS)
                .schedule(new Schedule.Constant(0.1))
                .batch(16)
                .epochs(6)
                .seed(3);
    }

    private static SoftmaxRegression network() {
        return new SoftmaxRegression(2, Clouds.CLASSES);
    }

    @Test
    void itLearnsAndSaysHowWell() {
        List<History> told = new ArrayList<>();
        Outcome outcome =
                loop(network())
                        .measures(List.of(new Right()), Optional.of(TRAINING))
                        .listener(told::add)
                        .run();

        assertThat(outcome.ending()).isEqualTo(Ending.EPOCHS);
        Epoch first = outcome.history().epochs().get(0);
        Epoch last = outcome.history().epochs().get(5);
        assertThat(last.validationLoss()).isLessThan(first.loss()).isLessThan(0.2);
        assertThat(last.measures()).containsOnlyKeys("right", "validation right");
        assertThat(last.measures().get("validation right")).isGreaterThan(0.95);
        assertThat(last.steps()).isEqualTo(6 * 13);
        assertThat(told).hasSize(6);
        assertThat(outcome.history().table().rows()).hasSize(6);
        assertThat(outcome.history().charts()).hasSize(2);
    }

    @Test
    void theNumberOfThreadsThatPrepareBatchesChangesNothing() {
        assertThat(loop(network()).threads(1).run().weights())
                .isEqualTo(loop(network()).threads(4).run().weights());
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertThat(loop(network()).seed(4).run().weights())
                .isNotEqualTo(loop(network()).run().weights());
    }

    @Test
    void everySampleIsSeenInEveryEpoch() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        Samples counted =
                new Samples() {
                    @Override
                    public int size() {
                        return 50;
                    }

                    @Override
                    public Sample get(int index, long seed) {
                        seen.add(index);
                        return TRAINING.get(index, seed);
                    }
                };
        TrainingLoop.with(network()).training(counted).batch(16).epochs(1).run();
        assertThat(seen)
                .hasSize(64)
                .contains(java.util.stream.IntStream.range(0, 50).boxed().toArray(Integer[]::new));
    }

    @Test
    void aRunThatWasStoppedGoesOnToTheSameBits() {
        Map<String, Tensor> undisturbed = loop(network()).run().weights();
        Path file = dir.resolve("checkpoint.bin");
        SoftmaxRegression stopped = network();
        Outcome first =
                loop(stopped).checkpoint(file, "request").progress(stopAfterEpoch(file)).run();
        assertThat(first.ending()).isEqualTo(Ending.CANCELED);
        assertThat(first.message()).contains("weights of epoch");
        assertThat(first.history().epochs()).hasSizeBetween(1, 5);

        Outcome second = loop(network()).checkpoint(file, "request").run();

        assertThat(second.weights()).isEqualTo(undisturbed);
        assertThat(second.history().epochs()).hasSize(6);
        assertThat(dir.toFile().list()).containsExactly("checkpoint.bin");
    }

    private static Progress stopAfterEpoch(Path checkpoint) {
        return new Progress() {
            private int asked;

            @Override
            public void update(long done, long total, String unit) {}

            @Override
            public boolean isCanceled() {
                return Files.exists(checkpoint) && ++asked > 20;
            }
        };
    }

    @Test
    void theCheckpointOfAnotherRequestIsNotUsed() {
        Path file = dir.resolve("checkpoint.bin");
        loop(network()).checkpoint(file, "request").epochs(1).run();
        Outcome other = loop(network()).checkpoint(file, "another").run();
        assertThat(other.weights()).isEqualTo(loop(network()).run().weights());
    }

    @Test
    void aDamagedCheckpointIsRefusedByName() throws Exception {
        Path file = dir.resolve("checkpoint.bin");
        loop(network()).checkpoint(file, "request").epochs(1).run();
        byte[] bytes = Files.readAllBytes(file);
        for (int at : new int[] {0, 5, bytes.length / 2, bytes.length - 1}) {
            byte[] broken = bytes.clone();
            broken[at] ^= 0x55;
            Files.write(file, broken);
            assertThatThrownBy(() -> loop(network()).checkpoint(file, "request").run())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("checkpoint.bin")
                    .hasMessageContaining("delete it");
        }
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 20));
        assertThatThrownBy(() -> loop(network()).checkpoint(file, "request").run())
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void whereValidationGetsNoBetterItStopsAndKeepsTheBest() {
        SoftmaxRegression network = network();
        Outcome outcome =
                loop(network).schedule(new Schedule.Constant(1)).epochs(200).patience(3).run();
        List<Epoch> epochs = outcome.history().epochs();
        assertThat(outcome.ending()).isEqualTo(Ending.EARLY);
        assertThat(epochs).hasSize(outcome.bestEpoch() + 3);
        double lowest = epochs.stream().mapToDouble(Epoch::validationLoss).min().orElseThrow();
        assertThat(epochs.get(outcome.bestEpoch() - 1).validationLoss()).isEqualTo(lowest);
        assertThat(network.weights()).isEqualTo(outcome.weights());
    }

    /** Samples of which one becomes NaN after so many were asked for. */
    private static Samples poisoned(int after) {
        AtomicInteger asked = new AtomicInteger();
        return new Samples() {
            @Override
            public int size() {
                return 200;
            }

            @Override
            public Sample get(int index, long seed) {
                Sample good = TRAINING.get(index, seed);
                float[] nan = {Float.NaN, Float.NaN};
                return asked.incrementAndGet() > after
                        ? new Sample(Map.of("x", Tensor.of(nan, 2)), good.targets())
                        : good;
            }
        };
    }

    @Test
    void aLossThatIsNoNumberEndsItWithTheWeightsOfTheBestEpoch() {
        SoftmaxRegression network = network();
        Outcome outcome = loop(network).training(poisoned(700)).run();
        assertThat(outcome.ending()).isEqualTo(Ending.NOT_FINITE);
        assertThat(outcome.bestEpoch()).isPositive();
        assertThat(outcome.message())
                .containsPattern(
                        "loss: it became NaN at step \\d+ \\(epoch [34]\\), and the weights of epoch"
                                + " \\d were kept; lower rate=");
        assertThat(network.weights()).isEqualTo(outcome.weights());
        for (float w : outcome.weights().get("dense/kernel").floats()) assertThat(w).isFinite();
    }

    @Test
    void beforeTheFirstEpochThereAreNoGoodWeightsAndItSaysSo() {
        SoftmaxRegression network = network();
        Map<String, Tensor> first = network.weights();
        Outcome outcome = loop(network).training(poisoned(50)).run();
        assertThat(outcome.bestEpoch()).isZero();
        assertThat(outcome.message()).contains("before any epoch was whole");
        assertThat(outcome.weights()).isEqualTo(first);
    }

    @Test
    @Timeout(20)
    void theUserIsHeardWithinASecondEvenWhileASampleTakesLong() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Samples slow =
                new Samples() {
                    @Override
                    public int size() {
                        return 100;
                    }

                    @Override
                    public Sample get(int index, long seed) {
                        long end = System.nanoTime() + 300_000_000L;
                        while (System.nanoTime() < end) Thread.onSpinWait();
                        return TRAINING.get(index, seed);
                    }
                };
        Progress user =
                new Progress() {
                    @Override
                    public void update(long done, long total, String unit) {}

                    @Override
                    public boolean isCanceled() {
                        return stop.get();
                    }
                };
        Thread clock =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(500);
                            } catch (InterruptedException e) {
                                return;
                            }
                            stop.set(true);
                        });
        clock.start();
        long begun = System.nanoTime();
        Outcome outcome = loop(network()).training(slow).progress(user).threads(1).run();
        assertThat((System.nanoTime() - begun) * 1e-9).isLessThan(0.5 + 1.3);
        assertThat(outcome.ending()).isEqualTo(Ending.CANCELED);
        assertThat(outcome.message()).contains("in the first epoch");
        clock.join();
    }

    @Test
    void aSampleThatCannotBeReadEndsItWithItsOwnSentence() {
        Samples broken =
                new Samples() {
                    @Override
                    public int size() {
                        return 10;
                    }

                    @Override
                    public Sample get(int index, long seed) {
                        throw new RefusedException("a.png", "it is damaged", "restore it");
                    }
                };
        assertThatThrownBy(() -> loop(network()).training(broken).run())
                .isInstanceOf(RefusedException.class)
                .hasMessage("a.png: it is damaged; restore it.");
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> loop(network()).epochs(0)).hasMessageContaining("epochs=0");
        assertThatThrownBy(() -> loop(network()).batch(-1)).hasMessageContaining("batch=-1");
        assertThatThrownBy(() -> loop(network()).patience(-1)).hasMessageContaining("patience=-1");
    }

    /** Part of the samples whose most probable class is the true one. */
    private static final class Right implements Measure {

        @Override
        public String name() {
            return "right";
        }

        @Override
        public Pass begin() {
            return new Pass() {
                private int right;
                private int all;

                @Override
                public void add(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
                    float[] p = outputs.get("p").floats();
                    float[] y = targets.get("p").floats();
                    for (int i = 0; i < p.length; i += Clouds.CLASSES, all++) {
                        int best = i;
                        for (int k = 1; k < Clouds.CLASSES; k++)
                            if (p[i + k] > p[best]) best = i + k;
                        if (y[best] == 1) right++;
                    }
                }

                @Override
                public double value() {
                    return right / (double) all;
                }
            };
        }
    }
}
