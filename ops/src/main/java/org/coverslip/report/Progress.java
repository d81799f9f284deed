package org.coverslip.report;

/**
 * How long work tells what it is doing, and learns that it should stop. Called from the working
 * thread.
 */
public interface Progress {

    /** Tells nobody and never stops. */
    Progress NONE =
            new Progress() {
                @Override
                public void update(long done, long total, String unit) {}

                @Override
                public boolean isCanceled() {
                    return false;
                }
            };

    /**
     * @param done units finished
     * @param total units in all
     * @param unit what is counted, in the plural: {@code images}, {@code tiles}
     */
    void update(long done, long total, String unit);

    /** Whether the user wants to stop; asked at least once a second. */
    boolean isCanceled();
}
