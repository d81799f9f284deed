package org.coverslip.slide.write;

/** Who watches a long write; called from the thread that writes. */
public interface Monitor {

    /** Tells nobody and never stops. */
    Monitor NONE =
            new Monitor() {
                @Override
                public void update(long done, long total) {}

                @Override
                public boolean isCanceled() {
                    return false;
                }
            };

    /**
     * @param done full-resolution tiles written
     * @param total of them in all
     */
    void update(long done, long total);

    /** Whether to stop; asked several times a second. */
    boolean isCanceled();
}
