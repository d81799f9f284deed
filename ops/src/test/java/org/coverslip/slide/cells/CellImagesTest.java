package org.coverslip.slide.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Levels that are read when they are touched. */
@Timeout(60)
class CellImagesTest {

    private static final CellLayout LAYOUT =
            new CellLayout(1000, 700, 4, 2, 256, 256, PixelType.UINT16);

    private final CellCache cache = new CellCache(1 << 24);
    private final AtomicInteger decoded = new AtomicInteger();

    /** Every sample says where it is. */
    private Object where(Region r) {
        decoded.incrementAndGet();
        short[] samples = new short[r.samples()];
        int i = 0;
        for (int c = r.channel(); c < r.channel() + r.channels(); c++) {
            for (long y = r.y(); y < r.y() + r.height(); y++) {
                for (long x = r.x(); x < r.x() + r.width(); x++) {
                    samples[i++] = (short) value(x, y, c, r.plane(), r.level());
                }
            }
        }
        return samples;
    }

    private static int value(long x, long y, long c, int plane, int level) {
        return (int) (x * 7 + y * 31 + c * 1009 + plane * 577 + level * 20011) & 0xffff;
    }

    private static double at(
            RandomAccessibleInterval<? extends RealType<?>> image, long x, long y, long c) {
        RandomAccess<? extends RealType<?>> access = image.randomAccess();
        access.setPosition(new long[] {x, y, c});
        return access.get().getRealDouble();
    }

    @Test
    void everyPixelOfEveryPlaneIsTheOneThatWasDecoded() {
        CellImages images = new CellImages("slide", cache, this::where);
        for (int plane = 0; plane < 2; plane++) {
            var image = images.image(LAYOUT, 1, plane);
            assertThat(image.dimensionsAsLongArray()).containsExactly(1000, 700, 4);
            assertThat(image.getType()).isInstanceOf(UnsignedShortType.class);
            for (long c = 0; c < 4; c++) {
                for (long y = 0; y < 700; y += 13) {
                    for (long x = 0; x < 1000; x++) {
                        assertThat(at(image, x, y, c)).isEqualTo(value(x, y, c, plane, 1));
                    }
                }
            }
        }
    }

    @Test
    void nothingIsDecodedThatIsNotTouched() {
        CellImages images = new CellImages("slide", cache, this::where);
        var image = images.image(LAYOUT, 0, 0);
        assertThat(decoded).hasValue(0);
        at(image, 300, 300, 0);
        at(image, 511, 511, 1);
        at(images.image(LAYOUT, 0, 0), 256, 256, 0);
        assertThat(decoded).hasValue(1);
        at(image, 300, 300, 2);
        assertThat(decoded).hasValue(2);
    }

    @Test
    void aCellIsDecodedOnceHoweverManyThreadsWantIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(8);
        CellImages images =
                new CellImages(
                        "slide",
                        cache,
                        region -> {
                            await(asked);
                            return where(region);
                        });
        var image = images.image(LAYOUT, 0, 0);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Double>> values = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            values.add(
                    threads.submit(
                            () -> {
                                asked.countDown();
                                return at(image, 3, 4, 0);
                            }));
        }
        for (Future<Double> v : values) assertThat(v.get()).isEqualTo(value(3, 4, 0, 0, 0));
        threads.shutdown();
        assertThat(decoded).hasValue(1);
    }

    @Test
    void memoryStaysBoundedWhileMoreIsReadThanFits() {
        long bound = 3 * 256 * 256 * 2 * 2;
        CellCache small = new CellCache(bound);
        CellImages images = new CellImages("slide", small, this::where);
        var image = images.image(LAYOUT, 0, 0);
        for (int round = 0; round < 2; round++) {
            for (long y = 0; y < 700; y += 256) {
                for (long x = 0; x < 1000; x += 256) {
                    assertThat(at(image, x, y, 3)).isEqualTo(value(x, y, 3, 0, 0));
                    assertThat(small.bytes()).isPositive().isLessThanOrEqualTo(bound);
                }
            }
        }
    }

    @Test
    void aBrokenCellIsNamedAndTheOthersCanStillBeRead() {
        CellImages images =
                new CellImages(
                        "a/slide.svs",
                        cache,
                        region -> {
                            if (region.x() == 256) throw new IOException("bad Huffman code");
                            return where(region);
                        });
        var image = images.image(LAYOUT, 0, 0);
        assertThatThrownBy(() -> at(image, 300, 10, 0))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "a/slide.svs: the pixels at x 256 to 511, y 0 to 255 of level 0 cannot be"
                                + " decoded; the file may be damaged: fetch it again from its"
                                + " source.")
                .hasRootCauseMessage("bad Huffman code");
        assertThat(at(image, 600, 10, 0)).isEqualTo(value(600, 10, 0, 0, 0));
    }

    @Test
    void aFailureReachesAllWhoWaitedAndIsTriedAgainLater() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CellImages images =
                new CellImages(
                        "slide",
                        cache,
                        region -> {
                            await(asked);
                            if (decoded.getAndIncrement() == 0) throw new IOException("once");
                            return where(region);
                        });
        var image = images.image(LAYOUT, 0, 0);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Double> other =
                thread.submit(
                        () -> {
                            asked.countDown();
                            return at(image, 0, 0, 0);
                        });
        asked.countDown();
        assertThatThrownBy(
                        () -> {
                            at(image, 0, 0, 0);
                            other.get();
                        })
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(RefusedException.class),
                        e -> assertThat(e).hasCauseInstanceOf(RefusedException.class));
        thread.shutdown();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(at(image, 0, 0, 0)).isEqualTo(value(0, 0, 0, 0, 0));
    }

    @Test
    void anInterruptedThreadStopsAndThoseWhoWaitedForItGoOn() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CellImages images =
                new CellImages(
                        "slide",
                        cache,
                        region -> {
                            await(asked);
                            if (decoded.get() == 0) {
                                decoded.incrementAndGet();
                                Thread.currentThread().interrupt();
                                throw new ClosedByInterruptException();
                            }
                            return where(region);
                        });
        var image = images.image(LAYOUT, 0, 0);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Double>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(
                    threads.submit(
                            () -> {
                                asked.countDown();
                                return at(image, 0, 0, 0);
                            }));
        }
        int cancelled = 0;
        for (Future<Double> one : both) {
            try {
                assertThat(one.get()).isEqualTo(value(0, 0, 0, 0, 0));
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .hasMessage("slide: reading was interrupted; run it again.");
                cancelled++;
            }
        }
        threads.shutdown();
        assertThat(cancelled).isOne();
    }

    @Test
    void aClosedSlideGivesItsMemoryBackAndRefuses() {
        CellImages kept = new CellImages("kept", cache, this::where);
        CellImages closed = new CellImages("closed", cache, this::where);
        at(kept.image(LAYOUT, 0, 0), 0, 0, 0);
        long before = cache.bytes();
        var image = closed.image(LAYOUT, 0, 0);
        at(image, 0, 0, 0);
        assertThat(cache.bytes()).isEqualTo(2 * before);
        closed.close();
        assertThat(cache.bytes()).isEqualTo(before);
        assertThatThrownBy(() -> at(image, 0, 0, 0)).hasMessageContaining("closed");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
