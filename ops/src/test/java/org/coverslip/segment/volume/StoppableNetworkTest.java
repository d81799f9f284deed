package org.coverslip.segment.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.coverslip.RefusedException;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever stops does not wait for a tile that takes long. */
class StoppableNetworkTest {

    private final CountDownLatch never = new CountDownLatch(1);

    /** A network that answers when it is let go. */
    private VolumeNetwork network(Runnable work) {
        TileAxis axis = new TileAxis(8, 8, 1, 0);
        return new VolumeNetwork() {
            @Override
            public TileAxis x() {
                return axis;
            }

            @Override
            public TileAxis y() {
                return axis;
            }

            @Override
            public TileAxis z() {
                return axis;
            }

            @Override
            public int halo(char letter) {
                return -1;
            }

            @Override
            public int planes() {
                return 1;
            }

            @Override
            public int largestBatch() {
                return 1;
            }

            @Override
            public List<float[]> run(List<TensorBlock> samples) {
                work.run();
                return List.of(new float[] {3});
            }

            @Override
            public int blendedPlanes() {
                return 1;
            }

            @Override
            public List<Supplier<float[]>> answers(List<TensorBlock> samples) {
                List<Supplier<float[]>> answers = new ArrayList<>();
                for (float[] known : run(samples)) answers.add(() -> known);
                return answers;
            }
        };
    }

    private void waitForever() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Progress canceled(boolean is) {
        return new Progress() {
            @Override
            public void update(long done, long total, String unit) {}

            @Override
            public boolean isCanceled() {
                return is;
            }
        };
    }

    @Test
    @Timeout(10)
    void aTileIsLeftToItself() {
        VolumeNetwork slow = new StoppableNetwork(network(this::waitForever), canceled(true));
        assertThatThrownBy(() -> slow.answers(List.of())).isInstanceOf(CancellationException.class);
    }

    @Test
    @Timeout(10)
    void anInterruptStopsTooAndIsKept() throws InterruptedException {
        VolumeNetwork slow = new StoppableNetwork(network(this::waitForever), canceled(false));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> kept = new AtomicReference<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                slow.run(List.of());
                            } catch (CancellationException e) {
                                thrown.set(e);
                                kept.set(Thread.currentThread().isInterrupted());
                            }
                        });
        thread.start();
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(kept.get()).isTrue();
    }

    @Test
    void whatComesOutIsPassedOn() {
        VolumeNetwork quick = new StoppableNetwork(network(() -> {}), canceled(true));
        assertThat(quick.run(List.of()).get(0)).containsExactly(3);
        VolumeNetwork faulty =
                new StoppableNetwork(
                        network(
                                () -> {
                                    throw new RefusedException("x", "it is bad", "mend it");
                                }),
                        canceled(false));
        assertThatThrownBy(() -> faulty.run(List.of())).isInstanceOf(RefusedException.class);
        VolumeNetwork large =
                new StoppableNetwork(
                        network(
                                () -> {
                                    throw new OutOfMemoryError("tile");
                                }),
                        canceled(false));
        assertThatThrownBy(() -> large.answers(List.of())).isInstanceOf(OutOfMemoryError.class);
    }
}
