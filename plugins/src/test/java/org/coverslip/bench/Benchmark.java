package org.coverslip.bench;

/** One measurement that decides something. */
interface Benchmark {

    /**
     * Lower case with underscores; never renamed, so that figures of different versions can be
     * compared.
     */
    String name();

    /**
     * Measures. Takes as long as it needs; ratios are taken within one run, because machines drift.
     */
    Figure measure(Workshop workshop) throws Exception;

    /**
     * What came out.
     *
     * @param value median, where there were several runs
     * @param unit {@code ratio}, {@code ms}, ...
     * @param note how it was measured, and the spread
     */
    record Figure(double value, String unit, String note) {}
}
