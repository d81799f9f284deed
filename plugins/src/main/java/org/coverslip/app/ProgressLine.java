package org.coverslip.app;

import java.io.PrintStream;
import java.util.List;
import org.scijava.Context;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.task.Task;
import org.scijava.task.event.TaskEvent;

/**
 * Shows what the running task says of itself as a line of text, every second on a terminal and
 * every ten seconds in a log, and passes the user's Ctrl-C on to it.
 */
final class ProgressLine implements AutoCloseable {

    private static final boolean TERMINAL = System.console() != null;
    private static final long INTERVAL_MS = TERMINAL ? 500 : 10_000;

    private final PrintStream err;
    private final EventService events;
    private final List<EventSubscriber<?>> subscribers;
    private final Thread onExit = new Thread(this::stop, "coverslip-stop");
    private volatile Task task;
    private volatile boolean closed;
    private long shown = System.currentTimeMillis();
    private boolean open;

    ProgressLine(Context context, PrintStream err) {
        this.err = err;
        this.events = context.service(EventService.class);
        this.subscribers = events.subscribe(this);
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    @EventHandler
    void onEvent(TaskEvent event) {
        task = event.getTask();
        String status = task.getStatusMessage();
        long now = System.currentTimeMillis();
        if (status == null || status.isEmpty() || now - shown < INTERVAL_MS) return;
        shown = now;
        show(status);
    }

    private synchronized void show(String status) {
        if (TERMINAL) err.printf("\r%-78s", status);
        else err.println(status);
        open = TERMINAL;
        err.flush();
    }

    /** A line that stays. */
    synchronized void say(String line) {
        if (open) err.println();
        open = false;
        err.println(line);
    }

    private void stop() {
        Task running = task;
        if (running == null) return;
        running.cancel("stopped by the user");
        // NB: the JVM dies when this hook returns; give the run the second it is promised to write
        // what it has.
        for (int i = 0; i < 30 && !closed; i++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (open) err.println();
        open = false;
        events.unsubscribe(subscribers);
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // Already shutting down: the hook is what we are being waited for by.
        }
    }
}
