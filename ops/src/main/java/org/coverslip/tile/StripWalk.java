package org.coverslip.tile;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Goes through a grid in the order of its tiles, row after row and strip after strip, and says when
 * rows of pixels are done because no later tile reaches them.
 */
public final class StripWalk {

    private final DenseAxis ys;
    private final List<DenseGrid.Strip> strips;
    private final IntConsumer begin;
    private final Done done;
    private int strip = -1;
    private int row;

    /** Takes rows that are done. */
    @FunctionalInterface
    public interface Done {

        /**
         * The uppermost rows that are held are done and make room for as many new ones.
         *
         * @param left first column of the strip
         * @param top first of them
         * @param count how many
         */
        void rows(int left, int top, int count);
    }

    /**
     * @param begin is told the width of each strip as it begins, with nothing in it
     */
    public StripWalk(DenseAxis ys, List<DenseGrid.Strip> strips, IntConsumer begin, Done done) {
        this.ys = ys;
        this.strips = strips;
        this.begin = begin;
        this.done = done;
    }

    /** Goes to a row of tiles, not back. */
    public void to(int toStrip, int toRow) {
        while (strip < toStrip || (strip == toStrip && row < toRow)) {
            if (strip >= 0) end();
            if (strip < 0 || row == ys.count()) {
                if (++strip == strips.size()) return;
                row = 0;
                DenseGrid.Strip s = strips.get(strip);
                begin.accept(s.to() - s.from());
            }
        }
    }

    /** Goes to the end, after which nothing is held. */
    public void toEnd() {
        to(strips.size(), 0);
    }

    /** First column of the strip that is held. */
    public int left() {
        return strips.get(strip).from();
    }

    private void end() {
        int top = ys.origin(row);
        boolean last = row == ys.count() - 1;
        done.rows(left(), top, (last ? ys.length() : ys.origin(row + 1)) - top);
        row++;
    }
}
