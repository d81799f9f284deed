package org.coverslip.slide.cells;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.coverslip.RefusedException;

/**
 * Things that are slow to open and can serve one thread at a time: opened when they are needed,
 * kept, lent out one by one.
 *
 * @param <R> what is pooled
 */
public final class Pool<R extends Closeable> implements Closeable {

    /** Opens another one. */
    @FunctionalInterface
    public interface Opener<R> {
        R open() throws IOException;
    }

    /** What is done with the one that was lent. */
    @FunctionalInterface
    public interface Work<R, T> {
        T with(R borrowed) throws IOException;
    }

    private final Object subject;
    private final Opener<R> opener;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<R> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /**
     * @param subject the file, as messages name it
     * @param most that are open at the same time; more callers wait
     */
    public Pool(Object subject, int most, Opener<R> opener) {
        this.subject = subject;
        this.opener = opener;
        free = new Semaphore(most);
    }

    /**
     * Lends one out for the time of {@code work}. One whose work failed is closed, since nobody
     * knows what state it is in.
     *
     * @throws InterruptedIOException if the thread is interrupted while it waits for its turn
     * @throws RefusedException if the pool is closed
     */
    public <T> T use(Work<R, T> work) throws IOException {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a reader");
        }
        R borrowed = null;
        boolean whole = false;
        try {
            if (closed) throw new RefusedException(subject, "it has been closed", "open it again");
            // NB: the one used last, whose file position and buffers are warm.
            borrowed = idle.pollFirst();
            if (borrowed == null) borrowed = opener.open();
            T result = work.with(borrowed);
            whole = true;
            return result;
        } finally {
            if (borrowed != null) giveBack(borrowed, whole);
            free.release();
        }
    }

    /** Takes one that is open already, so that the first work need not open another. */
    public void add(R open) throws IOException {
        giveBack(open, true);
    }

    /** Closes those that are idle now, and the others as soon as their work is done. */
    @Override
    public void close() throws IOException {
        closed = true;
        IOException first = null;
        for (R r = idle.pollFirst(); r != null; r = idle.pollFirst()) {
            try {
                r.close();
            } catch (IOException e) {
                if (first == null) first = e;
            }
        }
        if (first != null) throw first;
    }

    private void giveBack(R borrowed, boolean whole) throws IOException {
        if (whole && !closed) {
            idle.addFirst(borrowed);
            // NB: close() may have emptied the deque just before.
            if (!closed || !idle.remove(borrowed)) return;
        }
        try {
            borrowed.close();
        } catch (IOException | RuntimeException e) {
            // What failed first matters, not that closing failed as well.
            if (whole) throw e;
        }
    }
}
