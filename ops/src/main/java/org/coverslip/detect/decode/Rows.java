package org.coverslip.detect.decode;

import org.coverslip.RefusedException;

/**
 * A table of predictions, whichever way round the tensor holds it.
 *
 * @param values of one sample, two axes
 * @param transposed whether the predictions run along the last axis
 */
record Rows(Values values, boolean transposed) {

    int count() {
        return values.extent(transposed ? 1 : 0);
    }

    int columns() {
        return values.extent(transposed ? 0 : 1);
    }

    float at(int row, int column) {
        return transposed ? values.at(column, row) : values.at(row, column);
    }

    /** Index of the largest of some columns. */
    int best(int row, int from, int to) {
        int best = from;
        for (int c = from + 1; c < to; c++) {
            if (at(row, c) > at(row, best)) best = c;
        }
        return best;
    }

    /**
     * Whether boxes are written in parts of the input instead of in pixels. Every anchor predicts
     * something near its own place, wherever objects are: centres reach about 1 in the one case and
     * about the input's width in the other.
     */
    boolean normalised() {
        float most = 0;
        for (int row = 0; row < count(); row++) {
            float x = at(row, 0);
            float y = at(row, 1);
            if (!Float.isFinite(x) || !Float.isFinite(y)) throw notFinite(values.name(), row);
            most = Math.max(most, Math.max(x, y));
        }
        return most <= 2;
    }

    static RefusedException notFinite(String output, int row) {
        return new RefusedException(
                output,
                "row " + row + " of this output is not a finite number",
                "check the model and its preprocessing");
    }
}
