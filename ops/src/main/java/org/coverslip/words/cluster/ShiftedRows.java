package org.coverslip.words.cluster;

/**
 * Rows less a fixed row. Features of a network are all positive and far from 0; distances that come
 * out of products keep more digits once a row near the mean is taken off.
 */
final class ShiftedRows implements Rows {

    private static final int SAMPLE = 4096;

    private final Rows rows;
    private final float[] shift;

    private ShiftedRows(Rows rows, float[] shift) {
        this.rows = rows;
        this.shift = shift;
    }

    /** Less the mean of some rows, spread evenly. */
    static ShiftedRows of(Rows rows) {
        int width = rows.width();
        int step = Math.max(1, rows.count() / SAMPLE);
        double[] sum = new double[width];
        float[] row = new float[width];
        int taken = 0;
        for (long i = 0; i < rows.count(); i += step, taken++) {
            rows.read((int) i, 1, row);
            for (int t = 0; t < width; t++) sum[t] += row[t];
        }
        float[] shift = new float[width];
        for (int t = 0; t < width; t++) {
            float mean = (float) (sum[t] / taken);
            // NB: a row that is not finite is refused later, by its number.
            shift[t] = Float.isFinite(mean) ? mean : 0;
        }
        return new ShiftedRows(rows, shift);
    }

    /** The row that is taken off. */
    float[] shift() {
        return shift;
    }

    @Override
    public int count() {
        return rows.count();
    }

    @Override
    public int width() {
        return rows.width();
    }

    @Override
    public void read(int from, int count, float[] to) {
        rows.read(from, count, to);
        for (int i = 0; i < count; i++) subtract(to, i * shift.length, shift);
    }

    private static void subtract(float[] row, int at, float[] shift) {
        for (int t = 0; t < shift.length; t++) row[at + t] -= shift[t];
    }
}
