package org.coverslip.plugins;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.coverslip.report.Progress;
import org.scijava.task.Task;

/**
 * Shows progress in a SciJava task, which Fiji draws as a bar with a cancel button, with units per
 * second and the time left. The user cancels with that button, or by interrupting the thread that
 * runs the command.
 *
 * <p>NB: the task is told from a thread of its own, ten times a second at most. To tell it is to
 * wait for the window system, which SciJava does with {@code EventQueue.invokeAndWait}: an
 * interrupt that arrives meanwhile is logged there and lost, and the run went on to its end.
 */
final class TaskProgress implements Progress, AutoCloseable {

    private static final long INTERVAL_MS = 100;

    private final Task task;
    private final Thread worker = Thread.currentThread();
    private final ScheduledExecutorService teller =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread thread = new Thread(work, "coverslip-progress");
                        thread.setDaemon(true);
                        return thread;
                    });
    private long begun;
    private long doneAtBegin;
    private Pace pace;
    private volatile State state = new State(0, 0, "");
    private State told = state;
    private volatile boolean interrupted;

    private record State(long done, long total, String message) {}

    TaskProgress(Task task) {
        this.task = task;
        teller.execute(task::start);
        teller.scheduleWithFixedDelay(this::tell, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void update(long done, long total, String unit) {
        long now = System.nanoTime();
        // NB: the next slide of a folder starts from its own zero.
        if (begun == 0 || done < state.done()) {
            begun = now;
            doneAtBegin = done;
        }
        state = new State(done, total, message(done, total, unit, (now - begun) * 1e-9));
    }

    private String message(long done, long total, String unit, double seconds) {
        String text = done + " of " + total + " " + unit;
        long since = done - doneAtBegin;
        if (since == 0 || seconds < 0.5) return text;
        pace = new Pace(since / seconds, unit);
        return String.format(
                Locale.ROOT,
                "%s, %.1f %s/s, %s left",
                text,
                pace.perSecond(),
                unit,
                pace.time(total - done));
    }

    private void tell() {
        State now = state;
        if (now == told) return;
        told = now;
        task.setProgressMaximum(now.total());
        task.setProgressValue(now.done());
        task.setStatusMessage(now.message());
    }

    @Override
    public boolean isCanceled() {
        interrupted |= worker.isInterrupted();
        return interrupted || task.isCanceled();
    }

    @Override
    public void close() {
        if (pace != null) pace.remember(task.getName());
        teller.execute(this::tell);
        teller.execute(task::finish);
        teller.shutdown();
        boolean again = Thread.interrupted();
        try {
            teller.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            again = true;
        }
        if (again) worker.interrupt();
    }
}
