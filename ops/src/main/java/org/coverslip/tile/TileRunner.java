package org.coverslip.tile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;

/**
 * Brings tiles through a network: reader threads prepare them a few batches ahead, the calling
 * thread runs one batch after the other, and one more thread takes the results of a batch in, in
 * the order of the tiles, while the next one is computed. Each waits for the slowest, so memory
 * holds a few batches however large the slide is.
 *
 * <p>Batches are cut by position and not by what is ready: tile n is always in batch n / size, so
 * that a run that was killed and continued feeds the network exactly the same batches, and gives
 * the same bits, as one that was not.
 *
 * @param <T> what is cut into tiles, for example a place in a grid
 * @param <S> what the network takes
 * @param <R> what comes out for a tile
 */
public final class TileRunner<T, S, R> {

    private static final int BATCHES_AHEAD = 8;
    private static final long POLL_MS = 100;

    private final Reader<T, S> reader;
    private final Batch<S, R> network;
    private final Sink<T, R> sink;
    private final int threads;
    private final Progress progress;
    private int size;

    /** Prepares one tile; called by several threads at once. */
    @FunctionalInterface
    public interface Reader<T, S> {
        S read(T tile);
    }

    /** Runs a batch; the results stand in the order of the samples. */
    @FunctionalInterface
    public interface Batch<S, R> {
        List<R> run(List<S> samples);
    }

    /** Takes results, always from the same thread, in the order of the tiles. */
    public interface Sink<T, R> {
        void done(T tile, R result);

        /** A tile that could not be read or computed; the others go on. */
        void failed(T tile, Throwable cause);
    }

    /**
     * @param size tiles per batch, at least 1
     * @param threads that read, at least 1
     */
    public TileRunner(
            Reader<T, S> reader,
            Batch<S, R> network,
            Sink<T, R> sink,
            int size,
            int threads,
            Progress progress) {
        this.reader = reader;
        this.network = network;
        this.sink = sink;
        this.size = size;
        this.threads = threads;
        this.progress = progress;
    }

    private record Pending<T, S>(T tile, Future<S> sample) {}

    /**
     * Runs all tiles. When it returns, or throws, the sink has all it will get.
     *
     * @param tiles in order; asked for only as they are needed
     * @param already tiles that an earlier run did, for the progress
     * @param total tiles in all, those included
     * @return whether it came to the end; false if the user stopped it
     */
    public boolean run(Iterator<T> tiles, long already, long total) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, TileRunner::daemon);
        Deque<Pending<T, S>> ahead = new ArrayDeque<>();
        int queue = Math.max(size * BATCHES_AHEAD, threads * 2);
        long done = already;
        progress.update(done, total, "tiles");
        try (Handover results = new Handover()) {
            while (true) {
                while (ahead.size() < queue && tiles.hasNext()) {
                    T tile = tiles.next();
                    ahead.add(new Pending<>(tile, pool.submit(() -> reader.read(tile))));
                }
                if (ahead.isEmpty()) {
                    results.await();
                    return true;
                }
                int count = Math.min(size, ahead.size());
                List<Pending<T, S>> batch = new ArrayList<>(count);
                for (int i = 0; i < count; i++) batch.add(ahead.remove());
                if (!runBatch(batch, results)) return false;
                done += count;
                progress.update(done, total, "tiles");
            }
        } finally {
            pool.shutdownNow();
            await(pool);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "coverslip-tiles");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * NB: a slide must not be closed under a reader that is still decoding a cell; that takes
     * milliseconds.
     */
    private static void await(ExecutorService pool) {
        try {
            pool.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean runBatch(List<Pending<T, S>> batch, Handover results) {
        List<S> samples = new ArrayList<>(batch.size());
        Throwable[] faults = new Throwable[batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            try {
                samples.add(sample(batch.get(i).sample()));
            } catch (ExecutionException e) {
                faults[i] = e.getCause();
            } catch (CancellationException e) {
                return false;
            }
        }
        if (progress.isCanceled() || Thread.currentThread().isInterrupted()) return false;
        List<Outcome<R>> outcomes = compute(samples);
        results.give(() -> handOn(batch, faults, outcomes));
        return true;
    }

    private void handOn(List<Pending<T, S>> batch, Throwable[] faults, List<Outcome<R>> outcomes) {
        Iterator<Outcome<R>> next = outcomes.iterator();
        for (int i = 0; i < batch.size(); i++) {
            T tile = batch.get(i).tile();
            if (faults[i] != null) {
                sink.failed(tile, faults[i]);
                continue;
            }
            Outcome<R> outcome = next.next();
            if (outcome.fault() == null) sink.done(tile, outcome.result());
            else sink.failed(tile, outcome.fault());
        }
    }

    private S sample(Future<S> future) throws ExecutionException {
        while (true) {
            try {
                return future.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (progress.isCanceled()) throw new CancellationException();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException();
            }
        }
    }

    private record Outcome<R>(R result, Throwable fault) {}

    /**
     * Runs a batch; what is too large for the memory is halved, and smaller batches are used from
     * then on.
     */
    private List<Outcome<R>> compute(List<S> samples) {
        List<Outcome<R>> outcomes = new ArrayList<>(samples.size());
        if (samples.isEmpty()) return outcomes;
        try {
            network.run(samples).forEach(r -> outcomes.add(new Outcome<>(r, null)));
            return outcomes;
        } catch (RefusedException | OutOfMemoryError e) {
            if (samples.size() == 1) return List.of(new Outcome<>(null, e));
            int half = samples.size() / 2;
            if (isMemory(e)) size = Math.max(1, Math.min(size, half));
            outcomes.addAll(compute(samples.subList(0, half)));
            outcomes.addAll(compute(samples.subList(half, samples.size())));
            return outcomes;
        }
    }

    private static boolean isMemory(Throwable fault) {
        return fault instanceof OutOfMemoryError || fault.getCause() instanceof OutOfMemoryError;
    }
}
