package org.coverslip.job;

import java.io.IOException;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.report.RunFolder;

/** Does images one after another; one that fails is written down and never ends the rest. */
public final class EachImage {

    private final RunFolder folder;

    public EachImage(RunFolder folder) {
        this.folder = folder;
    }

    /** What is done with one image. */
    @FunctionalInterface
    public interface Work {

        /**
         * @return whether it was done; false if the user stopped it
         */
        boolean on(ImageItem item) throws IOException;
    }

    /**
     * @return whether all was done; false if the user stopped it
     * @throws RefusedException if the results cannot be written
     */
    public boolean run(List<ImageItem> items, Work work) {
        for (ImageItem item : items) {
            try {
                if (!work.on(item)) return false;
            } catch (RuntimeException | IOException | OutOfMemoryError e) {
                if (isOutput(e)) throw (RefusedException) e;
                folder.failed(item.id(), Sentence.of(item.id().name(), e));
            }
        }
        return true;
    }

    /** NB: where the results cannot be written, every image would fail for the same reason. */
    private boolean isOutput(Throwable e) {
        return e instanceof RefusedException && e.getMessage().startsWith(folder.path().toString());
    }
}
