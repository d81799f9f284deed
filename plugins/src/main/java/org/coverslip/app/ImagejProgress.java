package org.coverslip.app;

import ij.IJ;
import java.util.List;
import org.scijava.Context;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.task.Task;
import org.scijava.task.event.TaskEvent;

/**
 * Shows what the running task says of itself in plain ImageJ's status bar, and stops it when the
 * user presses Escape there.
 */
final class ImagejProgress implements AutoCloseable {

    private final EventService events;
    private final List<EventSubscriber<?>> subscribers;

    ImagejProgress(Context context) {
        events = context.service(EventService.class);
        subscribers = events.subscribe(this);
        IJ.resetEscape();
    }

    @EventHandler
    void onEvent(TaskEvent event) {
        Task task = event.getTask();
        if (IJ.escapePressed() && !task.isCanceled()) task.cancel("stopped by the user");
        String status = task.getStatusMessage();
        if (status != null && !status.isEmpty()) IJ.showStatus(status);
        long most = task.getProgressMaximum();
        if (most > 0) IJ.showProgress(task.getProgressValue() / (double) most);
    }

    @Override
    public void close() {
        events.unsubscribe(subscribers);
        IJ.showProgress(1.0);
        IJ.resetEscape();
    }
}
