package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TileRunnerTest {

    private final List<Integer> done = new ArrayList<>();
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
                .noneMatch(t -> t.getName().equals("coverslip-tiles") && t.isAlive());
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
