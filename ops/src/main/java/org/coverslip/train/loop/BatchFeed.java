package org.coverslip.train.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Prepares batches on other threads, a few ahead of the network, and hands them out in order. What
 * is in a batch is decided before any thread starts, so the number of threads changes nothing.
 */
final class BatchFeed implements AutoCloseable {

    /** What is in a batch: which samples, and the seed of each. */
    record Order(int[] samples, long[] seeds) {}

    private static final long POLL_MS = 50;

    private final Samples source;
    private final ExecutorService pool;
    private final int ahead;
    private final SpareArrays spare = new SpareArrays();

    /**
     * @param threads that prepare, at least 1
     */
    BatchFeed(Samples source, int threads) {
        this.source = source;
        this.ahead = threads + 1;
        this.pool = Executors.newFixedThreadPool(threads, BatchFeed::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "coverslip-batches");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes batches, on the calling thread. */
    @FunctionalInterface
    interface Sink {

        /**
         * @param batch may be overwritten when this returns
         * @return whether to go on
         */
        boolean take(Batch batch);
    }

    /**
     * Hands out batches in order.
     *
     * @return whether all were taken; false if the sink or {@code stop} ended it
     */
    boolean each(List<Order> orders, BooleanSupplier stop, Sink sink) {
        Deque<Future<Batch>> waiting = new ArrayDeque<>();
        int next = 0;
        try {
            for (int i = 0; i < orders.size(); i++) {
                while (next < orders.size() && waiting.size() < ahead) {
                    Order order = orders.get(next++);
                    waiting.add(pool.submit(() -> prepare(order)));
                }
                Batch batch = await(waiting.remove(), stop);
                if (batch == null || !sink.take(batch)) return false;
                spare.recycle(batch);
            }
            return true;
        } finally {
            // NB: not interrupted: samples may be read through a file channel, which an interrupt
            // closes for all.
            waiting.forEach(f -> f.cancel(false));
        }
    }

    private Batch prepare(Order order) {
        List<Sample> samples = new ArrayList<>(order.samples().length);
        for (int k = 0; k < order.samples().length; k++) {
            samples.add(source.get(order.samples()[k], order.seeds()[k]));
        }
        return Batch.of(samples, spare::get);
    }

    private static Batch await(Future<Batch> batch, BooleanSupplier stop) {
        while (true) {
            if (stop.getAsBoolean()) return null;
            try {
                return batch.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            } catch (CancellationException e) {
                return null;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException r) throw r;
                if (e.getCause() instanceof Error error) throw error;
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        pool.shutdown();
        try {
            pool.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
