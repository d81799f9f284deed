package org.coverslip.words.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.coverslip.report.Progress;

/**
 * Threads that share numbered pieces of work. What a piece does must not depend on who does it or
 * when: then the result is the same for any number of threads.
 */
public final class Crew implements AutoCloseable {

    private final ExecutorService pool;
    private final int threads;
    private final Progress progress;
    private final AtomicBoolean stop = new AtomicBoolean();

    /**
     * @param threads 0: as many as there are processors
     * @param progress asked whether to stop, from any thread
     */
    public Crew(int threads, Progress progress) {
        this.threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        this.progress = progress;
        this.pool =
                Executors.newFixedThreadPool(
                        this.threads,
                        work -> {
                            Thread thread = new Thread(work, "coverslip-words");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** A piece of work. */
    @FunctionalInterface
    public interface Piece {
        void run(int index);
    }

    /**
     * Does pieces 0 to {@code count - 1} and waits.
     *
     * @throws CancellationException if the user stops it
     */
    public void each(int count, Piece piece) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < Math.min(threads, count); t++) {
            running.add(
                    pool.submit(
                            () -> {
                                for (int i = next.getAndIncrement();
                                        i < count && !stop.get();
                                        i = next.getAndIncrement()) piece.run(i);
                            }));
        }
        RuntimeException fault = null;
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (ExecutionException e) {
                stop.set(true);
                if (fault == null) fault = unwrapped(e.getCause());
            } catch (InterruptedException e) {
                stop.set(true);
                Thread.currentThread().interrupt();
                fault = new CancellationException();
            }
        }
        if (fault != null) throw fault;
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) throw error;
        return (RuntimeException) cause;
    }

    /**
     * To be called at least every few milliseconds of work.
     *
     * @throws CancellationException if the user wants to stop
     */
    public void check() {
        if (stop.get() || progress.isCanceled()) throw new CancellationException();
    }

    @Override
    public void close() {
        stop.set(true);
        pool.shutdown();
    }
}
