package org.coverslip.words.cluster;

/**
 * Many vectors of one length, wherever they lie: rows of a matrix of float32. Safe to read from
 * several threads at once.
 */
public interface Rows {

    /** How many rows there are. */
    int count();

    /** Numbers per row. */
    int width();

    /**
     * Copies rows.
     *
     * @param from first row
     * @param count how many; {@code from + count} is at most {@link #count()}
     * @param to filled from index 0, row after row
     */
    void read(int from, int count, float[] to);

    /**
     * Rows that stand in memory one after another.
     *
     * @param values {@code count * width} of them; not copied
     */
    static Rows of(float[] values, int width) {
        if (width < 1 || values.length % width != 0)
            throw new IllegalArgumentException(values.length + " values in rows of " + width);
        return new Rows() {
            @Override
            public int count() {
                return values.length / width;
            }

            @Override
            public int width() {
                return width;
            }

            @Override
            public void read(int from, int count, float[] to) {
                System.arraycopy(values, from * width, to, 0, count * width);
            }
        };
    }

    /** Some of the rows, copied into memory. */
    default Rows copy(int[] which) {
        int width = width();
        float[] values = new float[Math.multiplyExact(which.length, width)];
        float[] row = new float[width];
        for (int i = 0; i < which.length; i++) {
            read(which[i], 1, row);
            System.arraycopy(row, 0, values, i * width, width);
        }
        return of(values, width);
    }

    /** All rows, copied into one array; only for what is known to be small. */
    default float[] all() {
        float[] values = new float[Math.multiplyExact(count(), width())];
        read(0, count(), values);
        return values;
    }
}
