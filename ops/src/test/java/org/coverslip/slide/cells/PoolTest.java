package org.coverslip.slide.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Decoders that serve one thread at a time. */
@Timeout(60)
class PoolTest {

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final Pool<Decoder> pool = new Pool<>("slide", 2, Decoder::new);

    private final class Decoder implements Closeable {
        private final AtomicInteger users = new AtomicInteger();

        private Decoder() {
            opened.incrementAndGet();
        }

        int use() {
            int together = users.incrementAndGet();
            Thread.yield();
            users.decrementAndGet();
            return together;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void manyThreadsShareAFewAndNeverTheSameOneAtATime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> uses = new ArrayList<>();
        for (int i = 0; i < 2000; i++) uses.add(threads.submit(() -> pool.use(Decoder::use)));
        for (Future<Integer> use : uses) assertThat(use.get()).isEqualTo(1);
        threads.shutdown();
        assertThat(opened.get()).isBetween(1, 2);
    }

    @Test
    void oneAfterTheOtherNeedsOnlyOne() throws IOException {
        for (int i = 0; i < 10; i++) pool.use(Decoder::use);
        assertThat(opened).hasValue(1);
        assertThat(closed).hasValue(0);
    }

    @Test
    void oneThatFailedIsReplaced() throws IOException {
        assertThatThrownBy(
                        () ->
                                pool.use(
                                        d -> {
                                            throw new IOException("lost its place");
                                        }))
                .hasMessage("lost its place");
        assertThat(closed).hasValue(1);
        pool.use(Decoder::use);
        assertThat(opened).hasValue(2);
    }

    @Test
    void closingClosesThoseInUseAsSoonAsTheyAreDone() throws IOException {
        pool.use(Decoder::use);
        pool.use(
                d -> {
                    pool.close();
                    assertThat(closed).hasValue(0);
                    return d.use();
                });
        assertThat(closed).hasValue(1);
        assertThatThrownBy(() -> pool.use(Decoder::use)).isInstanceOf(RefusedException.class);
        assertThat(opened).hasValue(1);
    }

    @Test
    void aThreadThatIsInterruptedWhileItWaitsGivesUp() throws Exception {
        pool.use(
                one ->
                        pool.use(
                                two -> {
                                    Thread.currentThread().interrupt();
                                    assertThatThrownBy(() -> pool.use(Decoder::use))
                                            .isInstanceOf(InterruptedIOException.class);
                                    assertThat(Thread.interrupted()).isTrue();
                                    return null;
                                }));
        assertThat(pool.use(Decoder::use)).isEqualTo(1);
    }
}
