package org.coverslip.train.prepare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;
import org.coverslip.job.Sentence;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Progress;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileSampler;
import org.coverslip.train.data.Example;

/**
 * Reads pictures and tiles into a {@link PixelStore}, exactly as {@code classify} will read them:
 * by the same {@link Preparation} and {@link TileSampler}. One that cannot be read never ends the
 * rest.
 */
public final class PictureReader {

    private static final long POLL_MS = 100;

    private final Preparation preparation;
    private final int size;
    private final boolean sameSize;
    private final int threads;
    private final Progress progress;

    /**
     * @param preparation to the network's size and channels, without any steps
     * @param size edge of the network's input
     * @param sameSize whether pictures of another size are refused, because their pixels have a
     *     known size that would change
     */
    public PictureReader(
            Preparation preparation, int size, boolean sameSize, int threads, Progress progress) {
        this.preparation = preparation;
        this.size = size;
        this.sameSize = sameSize;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Reads all examples.
     *
     * @param store place i takes example i
     * @return a sentence for each one that cannot be read, by name, in the order of the examples
     * @throws CancellationException if the user stopped it
     */
    public Map<String, String> read(List<Example> examples, PixelStore store) {
        Map<Path, List<Integer>> byFile = new LinkedHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            byFile.computeIfAbsent(examples.get(i).file(), f -> new ArrayList<>()).add(i);
        }
        Map<Integer, String> failures = new TreeMap<>();
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads, PictureReader::daemon);
        List<Future<?>> jobs = new ArrayList<>();
        byFile.forEach(
                (file, own) ->
                        jobs.add(
                                pool.submit(
                                        () ->
                                                file(
                                                        file, own, examples, store, failures, done,
                                                        stop))));
        try {
            for (Future<?> job : jobs) await(job, done, examples.size());
        } finally {
            stop.set(true);
            pool.shutdown();
            awaitEnd(pool);
        }
        progress.update(examples.size(), examples.size(), "images");
        Map<String, String> named = new LinkedHashMap<>();
        failures.forEach((i, why) -> named.put(examples.get(i).name(), why));
        return named;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "coverslip-pictures");
        thread.setDaemon(true);
        return thread;
    }

    private void await(Future<?> job, AtomicInteger done, int total) {
        while (true) {
            if (progress.isCanceled()) throw new CancellationException("stopped");
            try {
                job.get(POLL_MS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                progress.update(done.get(), total, "images");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException r) throw r;
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static void awaitEnd(ExecutorService pool) {
        try {
            pool.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void file(
            Path file,
            List<Integer> own,
            List<Example> examples,
            PixelStore store,
            Map<Integer, String> failures,
            AtomicInteger done,
            AtomicBoolean stop) {
        try (Slide slide = stop.get() ? null : Slides.open(file)) {
            for (int i : own) {
                if (stop.get()) return;
                try {
                    store.put(i, prepare(slide, examples.get(i)).data());
                } catch (RuntimeException | OutOfMemoryError e) {
                    fail(i, examples, failures, e);
                }
                done.incrementAndGet();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            for (int i : own) fail(i, examples, failures, e);
        }
    }

    private static void fail(
            int i, List<Example> examples, Map<Integer, String> failures, Throwable e) {
        synchronized (failures) {
            failures.put(i, Sentence.of(examples.get(i).name(), e));
        }
    }

    private TensorBlock prepare(Slide slide, Example example) {
        var source = new Preparation.Source(example.name(), slide.rgb(), slide.displayRange());
        if (example.tile().isPresent()) {
            Tile tile = example.tile().get();
            TileSampler sampler =
                    new TileSampler(
                            slide.image(tile.level(), 0), size, size, new EdgeRule.Reflect());
            return preparation.prepare(sampler.read(tile), source);
        }
        RandomAccessibleInterval<? extends RealType<?>> pixels = slide.image(0, 0);
        if (slide.planes() > 1 || slide.levels().size() > 1) {
            throw new RefusedException(
                    example.name(),
                    slide.planes() > 1
                            ? "it is a stack, and no plane of it is labelled"
                            : "it is a slide of several resolutions",
                    slide.planes() > 1
                            ? "save its planes as images"
                            : "lay annotations beside it and give spacing=");
        }
        if (sameSize && (pixels.dimension(0) != size || pixels.dimension(1) != size)) {
            throw new RefusedException(
                    example.name(),
                    "it has "
                            + pixels.dimension(0)
                            + " x "
                            + pixels.dimension(1)
                            + " pixels, and resizing it to "
                            + size
                            + " x "
                            + size
                            + " would change its um per pixel",
                    "give size= as the images have it, or leave spacing= away");
        }
        return preparation.prepare(pixels, source);
    }
}
