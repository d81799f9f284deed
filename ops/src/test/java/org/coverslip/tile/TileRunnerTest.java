package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TileRunnerTest {

    // NB: results arrive on a thread of their own while the test's network asks how many there are.
    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failed = new ArrayList<>();
    private final List<List<Integer>> batches = new ArrayList<>();

    private final TileRunner.Sink<Integer, Integer> sink =
            new TileRunner.Sink<>() {
                @Override
                public void done(Integer tile, Integer result) {
                    assertThat(result).isEqualTo(tile * 10);
                    done.add(tile);
                }

                @Override
                public void failed(Integer tile, Throwable cause) {
                    failed.add(tile + " " + cause.getMessage());
                }
            };

    private List<Integer> times10(List<Integer> samples) {
        batches.add(List.copyOf(samples));
        return samples.stream().map(s -> s * 10).toList();
    }

    private static Iterator<Integer> tiles(int count) {
        return IntStream.range(0, count).boxed().iterator();
    }

    @Test
    void resultsComeInTheOrderOfTheTilesHoweverLongReadingTakes() {
        var runner =
                new TileRunner<Integer, Integer, Integer>(
                        t -> {
                            sleep(t % 3);
                            return t;
                        },
                        this::times10,
                        sink,
                        4,
                        3,
                        Progress.NONE);
        assertThat(runner.run(tiles(50), 0, 50)).isTrue();
        assertThat(done).isEqualTo(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void batchesAreCutByPositionSoThatAContinuedRunFeedsTheSameOnes() {
        new TileRunner<Integer, Integer, Integer>(t -> t, this::times10, sink, 4, 2, Progress.NONE)
                .run(tiles(10), 0, 10);
        assertThat(batches)
                .containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(8, 9));
    }

    @Test
    void oneBadTileIsReportedAndTheOthersGoOn() {
        var runner =
                new TileRunner<Integer, Integer, Integer>(
                        t -> {
                            if (t == 5)
                                throw new RefusedException(
                                        "tile 5", "its JPEG is damaged", "fetch the file again");
                            return t;
                        },
                        this::times10,
                        sink,
                        4,
                        2,
                        Progress.NONE);
        assertThat(runner.run(tiles(9), 0, 9)).isTrue();
        assertThat(failed).containsExactly("5 tile 5: its JPEG is damaged; fetch the file again.");
        assertThat(done).containsExactly(0, 1, 2, 3, 4, 6, 7, 8);
    }

    @Test
    void tooLargeABatchIsHalvedAndSmallerOnesAreUsedFromThenOn() {
        var runner =
                new TileRunner<Integer, Integer, Integer>(
                        t -> t,
                        samples -> {
                            if (samples.size() > 3) throw new OutOfMemoryError("too large");
                            return times10(samples);
                        },
                        sink,
                        8,
                        2,
                        Progress.NONE);
        assertThat(runner.run(tiles(20), 0, 20)).isTrue();
        assertThat(done).hasSize(20);
        assertThat(failed).isEmpty();
        assertThat(batches).allMatch(b -> b.size() <= 3);
    }

    @Test
    void aTileTheNetworkCannotTakeFailsAlone() {
        var runner =
                new TileRunner<Integer, Integer, Integer>(
                        t -> t,
                        samples -> {
                            if (samples.contains(6)) throw new RefusedException("m", "NaN", "look");
                            return times10(samples);
                        },
                        sink,
                        8,
                        2,
                        Progress.NONE);
        runner.run(tiles(10), 0, 10);
        assertThat(failed).containsExactly("6 m: NaN; look.");
        assertThat(done).hasSize(9);
    }

    @Test
    void readersWaitForTheNetworkSoThatMemoryStaysBounded() {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger mostAhead = new AtomicInteger();
        var runner =
                new TileRunner<Integer, Integer, Integer>(
                        t -> {
                            read.incrementAndGet();
                            return t;
                        },
                        samples -> {
                            sleep(2);
                            mostAhead.accumulateAndGet(read.get() - done.size(), Math::max);
                            return times10(samples);
                        },
                        sink,
                        4,
                        2,
                        Progress.NONE);
        runner.run(tiles(400), 0, 400);
        assertThat(mostAhead.get()).isLessThanOrEqualTo(40);
    }

    @Test
    void theUserStopsItWithinASecondAndNoThreadStays() {
        long[] asked = {0};
        Progress stop =
                new Progress() {
                    @Override
                    public void update(long tiles, long total, String unit) {}

                    @Override
                    public boolean isCanceled() {
                        return ++asked[0] > 5;
                    }
                };
        var runner =
                new TileRunner<Integer, Integer, Integer>(
                        t -> {
                            sleep(30);
                            return t;
                        },
                        this::times10,
                        sink,
                        4,
                        2,
                        stop);
        long start = System.nanoTime();
        assertThat(runner.run(tiles(1_000_000), 0, 1_000_000)).isFalse();
        assertThat((System.nanoTime() - start) * 1e-9).isLessThan(2);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("coverslip-") && t.isAlive());
    }

    @Test
    void theNetworkRunsAgainWhileResultsAreTakenInButNeverMoreThanOneBatchAhead() {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger computed = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(2);
        TileRunner.Sink<Integer, Integer> slow =
                new TileRunner.Sink<>() {
                    @Override
                    public void done(Integer tile, Integer result) {
                        // The first result is not let go before the second is computed.
                        if (tile == 0) await(second);
                        sleep(5);
                        done.add(tile);
                        most.accumulateAndGet(computed.get() - done.size(), Math::max);
                    }

                    @Override
                    public void failed(Integer tile, Throwable cause) {
                        throw new AssertionError(cause);
                    }
                };
        new TileRunner<Integer, Integer, Integer>(
                        t -> t,
                        samples -> {
                            computed.addAndGet(samples.size());
                            second.countDown();
                            return samples;
                        },
                        slow,
                        1,
                        2,
                        Progress.NONE)
                .run(tiles(20), 0, 20);
        assertThat(done).isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatTheSinkThrowsEndsTheRunAndReachesTheCaller() {
        TileRunner.Sink<Integer, Integer> full =
                new TileRunner.Sink<>() {
                    @Override
                    public void done(Integer tile, Integer result) {
                        if (tile == 3) throw new RefusedException("disk", "it is full", "free it");
                        done.add(tile);
                    }

                    @Override
                    public void failed(Integer tile, Throwable cause) {
                        failed.add(tile + "");
                    }
                };
        for (int last : new int[] {4, 1000}) {
            done.clear();
            var runner =
                    new TileRunner<Integer, Integer, Integer>(
                            t -> t, s -> s, full, 1, 2, Progress.NONE);
            assertThatThrownBy(() -> runner.run(tiles(last), 0, last))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("it is full");
            assertThat(done).containsExactly(0, 1, 2);
        }
        assertThat(failed).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("coverslip-") && t.isAlive());
    }

    @Test
    void anInterruptStopsItAndNoResultComesAfterItReturned() {
        AtomicInteger taken = new AtomicInteger();
        Thread caller = Thread.currentThread();
        TileRunner.Sink<Integer, Integer> sink =
                new TileRunner.Sink<>() {
                    @Override
                    public void done(Integer tile, Integer result) {
                        if (tile == 5) caller.interrupt();
                        sleep(20);
                        taken.incrementAndGet();
                    }

                    @Override
                    public void failed(Integer tile, Throwable cause) {}
                };
        boolean whole =
                new TileRunner<Integer, Integer, Integer>(t -> t, s -> s, sink, 1, 2, Progress.NONE)
                        .run(tiles(1000), 0, 1000);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(whole).isFalse();
        int then = taken.get();
        sleep(60);
        assertThat(taken.get()).isEqualTo(then).isLessThan(1000);
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
