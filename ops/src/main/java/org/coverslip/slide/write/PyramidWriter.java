package org.coverslip.slide.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.coverslip.RefusedException;
import org.coverslip.slide.PixelSize;

/**
 * Writes an image of any size as a tiled pyramidal TIFF, as slide scanners do: every level a page,
 * the largest first, the others marked as reduced; BigTIFF where the file would pass 4 GB.
 *
 * <pre>{@code
 * PyramidWriter.of(source).spacing(new PixelSize(0.5, 0.5)).write(Path.of("slide.tif"));
 * }</pre>
 *
 * <p>By default levels are 4 times smaller each, as in Aperio's files (a third of 256 px tiles of a
 * factor of 2 would be levels that nobody looks at), rounded down, until one fits into 1024 px.
 * Tiles come in depth-first order (Z-order with the levels' factor), so that memory holds a few
 * blocks of {@code (tile * factor)^2} pixels whatever the size of the image, and the bytes of the
 * file do not depend on the number of threads. Tiles with equal bytes, such as those of empty
 * glass, may share one place in the file.
 */
public final class PyramidWriter {

    private final PixelSource source;
    private Compression compression = Compression.jpeg(85);
    private Optional<PixelSize> spacing = Optional.empty();
    private Reduction reduction = Reduction.MEAN;
    private Monitor monitor = Monitor.NONE;
    private String description = "";
    private int tile = 256;
    private int factor = 4;
    private int threads = Math.min(8, Runtime.getRuntime().availableProcessors());
    private boolean big;

    private PyramidWriter(PixelSource source) {
        this.source = source;
    }

    public static PyramidWriter of(PixelSource source) {
        return new PyramidWriter(source);
    }

    /** Default: JPEG of quality 85. */
    public PyramidWriter compression(Compression how) {
        compression = how;
        return this;
    }

    /** Extent of a full-resolution pixel; default: unknown, and no resolution is written. */
    public PyramidWriter spacing(PixelSize size) {
        spacing = Optional.of(size);
        return this;
    }

    /** Default: the mean. Labels want {@link Reduction#NEAREST}. */
    public PyramidWriter reduction(Reduction how) {
        reduction = how;
        return this;
    }

    /** Text of the tag ImageDescription, ASCII; default: none. */
    public PyramidWriter description(String text) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("not ASCII: " + text);
        }
        description = text;
        return this;
    }

    /**
     * @param pixels edge of a tile, a multiple of 16 from 16 to 1024 that the factor divides;
     *     default: 256
     */
    public PyramidWriter tile(int pixels) {
        if (pixels < 16 || pixels > 1024 || pixels % 16 != 0) {
            throw new RefusedException(
                    "tile=" + pixels, "this is no size of a tile", "use 256 or 512");
        }
        tile = pixels;
        return this;
    }

    /**
     * @param times from one level to the next, 2 or 4; default: 4
     */
    public PyramidWriter factor(int times) {
        if (times != 2 && times != 4) {
            throw new RefusedException("factor=" + times, "this is not a choice", "use 2 or 4");
        }
        factor = times;
        return this;
    }

    /** How many threads read and encode; default: one per processor, at most 8. */
    public PyramidWriter threads(int count) {
        if (count < 1) throw new IllegalArgumentException("threads " + count);
        threads = count;
        return this;
    }

    /** Writes a BigTIFF even where the file is small. */
    public PyramidWriter alwaysBig() {
        big = true;
        return this;
    }

    public PyramidWriter monitor(Monitor watcher) {
        monitor = watcher;
        return this;
    }

    /**
     * Writes or replaces the file; it appears under its name when it is whole.
     *
     * @throws RefusedException if the pixels cannot be stored so, the disk is full, or the place
     *     cannot be written; nothing is left behind
     * @throws CancellationException if the monitor or an interrupt stopped it; nothing is left
     *     behind
     */
    public void write(Path path) {
        if (compression.method() == Compression.Method.JPEG && source.kind().sampleBytes() > 1) {
            throw new RefusedException(
                    source.kind(), "JPEG stores 8 bits per sample", "use deflate or none");
        }
        Layout layout = Layout.of(source, tile, factor);
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads, PyramidWriter::daemon);
        LinkedBlockingQueue<BlockWorker> workers = new LinkedBlockingQueue<>();
        try (PyramidFile file = new PyramidFile(path, layout, big);
                UpperLevels upper = new UpperLevels(layout, compression, reduction, file)) {
            for (int i = 0; i < threads; i++) {
                workers.add(new BlockWorker(source, layout, compression, reduction, stopped::get));
            }
            new Run(layout, file, upper, pool, workers).all();
            upper.finish();
            file.finish(compression, spacing, description);
        } catch (IOException e) {
            throw new RefusedException(
                    path,
                    "it cannot be written (" + e.getMessage() + ")",
                    "free space or choose another output",
                    e);
        } finally {
            stopped.set(true);
            pool.shutdownNow();
            workers.forEach(BlockWorker::close);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "coverslip-pyramid");
        thread.setDaemon(true);
        return thread;
    }

    /** One write: blocks go to the pool in depth-first order and come back in the same order. */
    private final class Run {

        private final Layout layout;
        private final PyramidFile file;
        private final UpperLevels upper;
        private final ExecutorService pool;
        private final LinkedBlockingQueue<BlockWorker> workers;
        private final Deque<Future<Block>> ahead = new ArrayDeque<>();
        private final int across;
        private final int down;
        private final long total;
        private long done;

        Run(
                Layout layout,
                PyramidFile file,
                UpperLevels upper,
                ExecutorService pool,
                LinkedBlockingQueue<BlockWorker> workers) {
            this.layout = layout;
            this.file = file;
            this.upper = upper;
            this.pool = pool;
            this.workers = workers;
            across = (layout.level(0).across + factor - 1) / factor;
            down = (layout.level(0).down + factor - 1) / factor;
            total = (long) layout.level(0).across * layout.level(0).down;
        }

        void all() throws IOException {
            long side = 1;
            while (side < Math.max(across, down)) side *= factor;
            visit(0, 0, side);
            while (!ahead.isEmpty()) take();
        }

        private void visit(long column, long row, long side) throws IOException {
            if (column >= across || row >= down) return;
            if (side == 1) {
                submit((int) column, (int) row);
                return;
            }
            long part = side / factor;
            for (int j = 0; j < factor; j++) {
                for (int i = 0; i < factor; i++) visit(column + i * part, row + j * part, part);
            }
        }

        private void submit(int column, int row) throws IOException {
            // NB: twice the threads: a finished block waits for the slowest before it, no more.
            while (ahead.size() >= 2 * threads) take();
            ahead.add(
                    pool.submit(
                            () -> {
                                BlockWorker worker = workers.take();
                                try {
                                    return worker.run(column, row);
                                } finally {
                                    workers.add(worker);
                                }
                            }));
        }

        private void take() throws IOException {
            Block block = next(ahead.remove());
            for (Block.Encoded t : block.tiles()) {
                file.put(t.level(), t.column(), t.row(), t.bytes());
                if (t.level() == 0) done++;
            }
            if (block.reduced() != null) {
                upper.add(1, block.column(), block.row(), block.reduced());
            }
            monitor.update(done, total);
        }

        private Block next(Future<Block> future) {
            try {
                while (true) {
                    if (monitor.isCanceled()) throw new CancellationException("stopped");
                    try {
                        return future.get(100, TimeUnit.MILLISECONDS);
                    } catch (TimeoutException e) {
                        // Not ready: ask again whether to go on.
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException runtime) throw runtime;
                if (e.getCause() instanceof Error error) throw error;
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
