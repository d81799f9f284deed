package org.coverslip.plugins;

import java.util.Locale;
import org.coverslip.report.Progress;
import org.scijava.task.Task;

/**
 * Shows progress in a SciJava task, which Fiji draws as a bar with a cancel button, with units per
 * second and the time left. The user cancels with that button, or by interrupting the thread that
 * runs the command.
 */
final class TaskProgress implements Progress, AutoCloseable {

    private final Task task;
    private final Thread worker = Thread.currentThread();
    private long begun;
    private long doneAtBegin;
    private long last;
    private Pace pace;

    TaskProgress(Task task) {
        this.task = task;
        task.start();
    }

    @Override
    public void update(long done, long total, String unit) {
        long now = System.nanoTime();
        // NB: the next slide of a folder starts from its own zero.
        if (begun == 0 || done < last) {
            begun = now;
            doneAtBegin = done;
        }
        last = done;
        task.setProgressMaximum(total);
        task.setProgressValue(done);
        task.setStatusMessage(message(done, total, unit, (now - begun) * 1e-9));
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

    @Override
    public boolean isCanceled() {
        return task.isCanceled() || worker.isInterrupted();
    }

    @Override
    public void close() {
        if (pace != null) pace.remember(task.getName());
        task.finish();
    }
}
