package org.coverslip.classify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Sentence;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Progress;
import org.coverslip.tile.Preparation;

/**
 * Classifies many images: reader threads open and prepare them a little ahead, one thread feeds the
 * network in batches that reach across images. One image that fails never ends the rest.
 */
final class ClassifyImages {

    private static final int READERS = Math.max(1, Runtime.getRuntime().availableProcessors());
    private static final long POLL_MS = 100;

    private final Classifier classifier;
    private final Preparation preparation;
    private final boolean byRoi;
    private final int batch;
    private final Progress progress;
    private final Sink sink;
    private final List<Sample> waiting = new ArrayList<>();

    /** Where results go, in the order in which images are finished. */
    interface Sink {
        void done(OpenImage image);

        void failed(ImageItem item, String sentence);
    }

    private record Sample(OpenImage image, int part, TensorBlock block) {}

    ClassifyImages(
            Classifier classifier,
            Preparation preparation,
            boolean byRoi,
            int batch,
            Progress progress,
            Sink sink) {
        this.classifier = classifier;
        this.preparation = preparation;
        this.byRoi = byRoi;
        this.batch = batch;
        this.progress = progress;
        this.sink = sink;
    }

    /**
     * @param items what to do, in this order
     * @param already images of the run that were done before, for the progress
     * @return whether all was done; false if the user stopped it
     */
    boolean run(List<ImageItem> items, int already) {
        ExecutorService readers = Executors.newFixedThreadPool(READERS, ClassifyImages::daemon);
        Deque<Future<OpenImage>> ahead = new ArrayDeque<>();
        Iterator<ImageItem> next = items.iterator();
        Counter counter = new Counter(already, already + items.size());
        try {
            for (ImageItem item : items) {
                while (ahead.size() < READERS + batch && next.hasNext()) {
                    ImageItem coming = next.next();
                    ahead.add(readers.submit(() -> OpenImage.open(coming, preparation, byRoi)));
                }
                OpenImage image = await(item, ahead.remove(), counter);
                if (progress.isCanceled()) {
                    if (image != null) image.close();
                    return false;
                }
                if (image != null && !feed(image, counter)) return false;
            }
            flush(counter);
            return true;
        } finally {
            readers.shutdownNow();
            waiting.stream().map(Sample::image).distinct().forEach(OpenImage::close);
            ahead.forEach(f -> closeWhenOpen(f, readers));
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "coverslip-reader");
        thread.setDaemon(true);
        return thread;
    }

    private static void closeWhenOpen(Future<OpenImage> future, ExecutorService readers) {
        try {
            if (future.cancel(false)) return;
            readers.awaitTermination(1, TimeUnit.SECONDS);
            if (future.isDone()) future.get().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
            // It did not open: nothing to close.
        }
    }

    /** The opened image, or null if it failed (which is reported) or the user stopped. */
    private OpenImage await(ImageItem item, Future<OpenImage> future, Counter counter) {
        while (true) {
            try {
                return future.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (progress.isCanceled()) {
                    future.cancel(true);
                    return null;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                future.cancel(true);
                return null;
            } catch (ExecutionException e) {
                fail(item, e.getCause(), counter);
                return null;
            }
        }
    }

    private boolean feed(OpenImage image, Counter counter) {
        for (int part = 0; part < image.parts().size(); part++) {
            if (progress.isCanceled()) {
                image.close();
                return false;
            }
            TensorBlock block;
            try {
                block = image.prepare(part);
            } catch (RuntimeException | OutOfMemoryError e) {
                drop(image, e, counter);
                return true;
            }
            boolean fits =
                    waiting.isEmpty()
                            || java.util.Arrays.equals(waiting.get(0).block.shape(), block.shape());
            if (!fits) flush(counter);
            waiting.add(new Sample(image, part, block));
            if (waiting.size() >= batch) flush(counter);
        }
        return true;
    }

    private void flush(Counter counter) {
        if (waiting.isEmpty()) return;
        List<Sample> samples = List.copyOf(waiting);
        waiting.clear();
        try {
            take(
                    samples,
                    classifier.classify(samples.stream().map(Sample::block).toList()),
                    counter);
        } catch (RefusedException | OutOfMemoryError e) {
            // NB: one picture can spoil a batch (NaN pixels, too large together): find out which by
            // running them one by one.
            for (Sample sample : samples) {
                retry(sample, counter);
            }
        }
    }

    private void retry(Sample sample, Counter counter) {
        try {
            take(List.of(sample), classifier.classify(List.of(sample.block)), counter);
        } catch (RefusedException | OutOfMemoryError e) {
            drop(sample.image, e, counter);
        }
    }

    private void take(List<Sample> samples, List<Prediction> predictions, Counter counter) {
        for (int i = 0; i < samples.size(); i++) {
            OpenImage image = samples.get(i).image;
            image.predicted(samples.get(i).part, predictions.get(i));
            if (image.isComplete()) {
                image.close();
                sink.done(image);
                counter.oneMore();
            }
        }
    }

    private void drop(OpenImage image, Throwable cause, Counter counter) {
        waiting.removeIf(s -> s.image == image);
        image.close();
        fail(image.item(), cause, counter);
    }

    private void fail(ImageItem item, Throwable cause, Counter counter) {
        sink.failed(item, Sentence.of(item.id().name(), cause));
        counter.oneMore();
    }

    /** Counts images and tells the progress. */
    private final class Counter {
        private int done;
        private final int total;

        Counter(int done, int total) {
            this.done = done;
            this.total = total;
            progress.update(done, total, "images");
        }

        void oneMore() {
            progress.update(++done, total, "images");
        }
    }
}
