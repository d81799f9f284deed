package org.coverslip.detect;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.job.ImageParts;
import org.coverslip.roi.Part;
import org.coverslip.slide.Slide;

/**
 * The parts of many images, one after the other, so that batches and readers reach across images.
 * Images are opened as their turn comes near and closed when their last part is done, from any
 * thread.
 */
final class ImageStream implements Iterator<ImageStream.Unit>, AutoCloseable {

    private final Iterator<ImageItem> items;
    private final boolean byRoi;
    private final Deque<Unit> ready = new ArrayDeque<>();
    private final Set<Opened> open = ConcurrentHashMap.newKeySet();

    ImageStream(List<ImageItem> items, boolean byRoi) {
        this.items = items.iterator();
        this.byRoi = byRoi;
    }

    /**
     * One part of an image.
     *
     * @param image that it belongs to
     * @param part null where the image could not be opened
     * @param fault why not
     */
    record Unit(Opened image, Part part, RuntimeException fault) {}

    /** An open image and what was found in it so far. */
    static final class Opened {

        private final ImageItem item;
        private final ImageParts parts;
        private final List<Found> found = new ArrayList<>();
        private Throwable fault;
        private int left;

        private Opened(ImageItem item, ImageParts parts) {
            this.item = item;
            this.parts = parts;
            this.left = parts == null ? 1 : parts.parts().size();
        }

        ImageItem item() {
            return item;
        }

        ImageParts parts() {
            return parts;
        }

        List<Found> found() {
            return found;
        }

        /** What was wrong with the first part that failed; null if nothing. */
        Throwable fault() {
            return fault;
        }

        void failed(Throwable cause) {
            if (fault == null) fault = cause;
        }

        /** One part less to do; true after the last one. */
        boolean next() {
            return --left == 0;
        }
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || items.hasNext();
    }

    @Override
    public Unit next() {
        if (ready.isEmpty()) open(items.next());
        return ready.remove();
    }

    private void open(ImageItem item) {
        Slide slide = null;
        try {
            slide = item.opener().open();
            Opened opened = new Opened(item, ImageParts.of(item, slide, byRoi));
            open.add(opened);
            for (Part part : opened.parts.parts()) ready.add(new Unit(opened, part, null));
        } catch (RuntimeException | IOException | OutOfMemoryError e) {
            close(slide);
            RuntimeException fault =
                    e instanceof RuntimeException r
                            ? r
                            : new RefusedException(
                                    item.id().name(),
                                    e instanceof IOException
                                            ? "it cannot be read (" + e.getMessage() + ")"
                                            : "it does not fit into memory",
                                    "check the file, or give Java more memory with -Xmx",
                                    e);
            ready.add(new Unit(new Opened(item, null), null, fault));
        }
    }

    void close(Opened image) {
        if (open.remove(image)) close(image.parts.slide());
    }

    private static void close(Slide slide) {
        try {
            if (slide != null) slide.close();
        } catch (IOException e) {
            // It was only read: nothing is lost.
        }
    }

    /** Closes what a run that was stopped left open. */
    @Override
    public void close() {
        List.copyOf(open).forEach(this::close);
    }
}
