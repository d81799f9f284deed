package org.coverslip.words.features;

import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.words.cluster.Rows;

/** The rows of several slides, one slide after another. */
public final class JoinedRows implements Rows {

    private final List<? extends Rows> parts;
    private final int[] starts;

    /**
     * @throws RefusedException if there are no rows, too many, or rows of several widths
     */
    public JoinedRows(List<? extends Rows> parts) {
        this.parts = List.copyOf(parts);
        this.starts = new int[parts.size() + 1];
        long total = 0;
        for (int i = 0; i < parts.size(); i++) {
            total += parts.get(i).count();
            if (total > Integer.MAX_VALUE - 8)
                throw new RefusedException(
                        "input", "it has more than 2 147 million patches", "use larger patches");
            if (parts.get(i).width() != parts.get(0).width())
                throw new IllegalArgumentException("rows of several widths");
            starts[i + 1] = (int) total;
        }
        if (total == 0)
            throw new RefusedException("input", "it has no patches", "give slides with tissue");
    }

    /** First row of a part; one more than there are parts: the number of rows. */
    public int start(int part) {
        return starts[part];
    }

    /** The part that a row belongs to. */
    public int part(int row) {
        int at = java.util.Arrays.binarySearch(starts, row);
        if (at < 0) return -at - 2;
        // NB: parts without rows share their start with the next.
        while (at + 1 < starts.length && starts[at + 1] == row) at++;
        return at;
    }

    @Override
    public int count() {
        return starts[parts.size()];
    }

    @Override
    public int width() {
        return parts.get(0).width();
    }

    @Override
    public void read(int from, int count, float[] to) {
        int part = part(from);
        int own = from - starts[part];
        if (own + count <= parts.get(part).count()) {
            parts.get(part).read(own, count, to);
            return;
        }
        float[] row = new float[width()];
        for (int i = 0; i < count; i++) {
            while (from + i >= starts[part + 1]) part++;
            parts.get(part).read(from + i - starts[part], 1, row);
            System.arraycopy(row, 0, to, i * row.length, row.length);
        }
    }
}
