package org.coverslip.synthetic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.coverslip.report.Progress;

/**
 * The regions of a whole slide on a grid of at most {@link #MOST} points a side, and outlines
 * traced from it. An outline's points lie on the lines of the grid, exactly between the two pixels
 * where the region changes; what is smaller than the grid may be missed.
 */
final class RegionGrid {

    private static final int MOST = 2500;

    /** Some 0.1 s of work each. */
    private static final int ROWS_AT_ONCE = 64;

    private static final int POINTS_BETWEEN_CHECKS = 4096;

    /**
     * Outward normals of the sides top, right, bottom, left; a walk keeps the region at its right.
     */
    private static final int[] NX = {0, 1, 0, -1};

    private static final int[] NY = {-1, 0, 1, 0};

    private final SyntheticSlide slide;
    private final Progress progress;
    private final int step;
    private final int columns;
    private final int rows;
    private final byte[] labels;
    private final long[] counts = new long[Region.values().length];

    /**
     * @throws CancellationException if the listener stops it, here or while outlines are traced
     */
    RegionGrid(SyntheticSlide slide, Progress progress) {
        this.slide = slide;
        this.progress = progress;
        int side = Math.max(slide.width(), slide.height());
        int wanted = (side + MOST - 1) / MOST;
        // NB: whole steps of the fields' lattice are the cheapest points to ask for.
        step = (wanted + FieldWindow.STEP - 1) / FieldWindow.STEP * FieldWindow.STEP;
        columns = (slide.width() - 2) / step + 2;
        rows = (slide.height() - 2) / step + 2;
        labels = new byte[columns * rows];
        for (int j = 0; j < rows; j += ROWS_AT_ONCE) {
            check();
            int end = Math.min(rows, j + ROWS_AT_ONCE);
            IntStream.range(j, end).parallel().forEach(this::label);
            progress.update(end, rows, "rows of regions");
        }
        for (byte label : labels) counts[label]++;
    }

    private void label(int row) {
        for (int i = 0; i < columns; i++) {
            labels[row * columns + i] = (byte) slide.regionAt(x(i), y(row)).ordinal();
        }
    }

    private void check() {
        if (progress.isCanceled()) throw new CancellationException("stopped");
    }

    /** Pixels between two points of the grid. */
    int step() {
        return step;
    }

    /** Share of the slide, 0 to 1, that is of a region. */
    double share(Region region) {
        return (double) counts[region.ordinal()] / labels.length;
    }

    /** A closed outline; points x, y in level-0 pixels, the first not repeated. */
    record Ring(List<int[]> halves, double area) {

        /** Whether it goes round a hole. */
        boolean isHole() {
            return area < 0;
        }

        static Ring of(List<int[]> halves) {
            double twice = 0;
            for (int i = 0; i < halves.size(); i++) {
                int[] a = halves.get(i);
                int[] b = halves.get((i + 1) % halves.size());
                twice += (double) a[0] * b[1] - (double) b[0] * a[1];
            }
            return new Ring(halves, twice / 8);
        }
    }

    /**
     * All outlines of a region.
     *
     * @return rings of points in half pixels
     */
    List<Ring> rings(Region region) {
        List<Ring> rings = new ArrayList<>();
        BitSet seen = new BitSet(labels.length);
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                boolean top = is(region, i, j) && !is(region, i, j - 1);
                if (top && !seen.get(j * columns + i)) rings.add(trace(region, i, j, seen));
            }
        }
        return rings;
    }

    private Ring trace(Region region, int startColumn, int startRow, BitSet seen) {
        List<int[]> points = new ArrayList<>();
        int i = startColumn;
        int j = startRow;
        int side = 0;
        do {
            if (side == 0) seen.set(j * columns + i);
            if (points.size() % POINTS_BETWEEN_CHECKS == 0) check();
            points.add(crossing(region, i, j, side));
            int ahead = (side + 1) & 3;
            int ai = i + NX[ahead];
            int aj = j + NY[ahead];
            if (!is(region, ai, aj)) {
                side = ahead;
            } else if (!is(region, ai + NX[side], aj + NY[side])) {
                i = ai;
                j = aj;
            } else {
                i = ai + NX[side];
                j = aj + NY[side];
                side = (side + 3) & 3;
            }
        } while (i != startColumn || j != startRow || side != 0);
        return Ring.of(points);
    }

    /** Where the region ends between a point of the grid and its neighbour, in half pixels. */
    private int[] crossing(Region region, int i, int j, int side) {
        int x = x(i);
        int y = y(j);
        int in = side % 2 == 0 ? y : x;
        int out = side % 2 == 0 ? y(j + NY[side]) : x(i + NX[side]);
        while (Math.abs(out - in) > 1) {
            int middle = (in + out) / 2;
            boolean inside =
                    (side % 2 == 0 ? slide.regionAt(x, middle) : slide.regionAt(middle, y))
                            == region;
            if (inside) in = middle;
            else out = middle;
        }
        int edge = 2 * Math.max(in, out);
        return side % 2 == 0 ? new int[] {2 * x + 1, edge} : new int[] {edge, 2 * y + 1};
    }

    private boolean is(Region region, int i, int j) {
        return i >= 0
                && j >= 0
                && i < columns
                && j < rows
                && labels[j * columns + i] == region.ordinal();
    }

    private int x(int i) {
        if (i < 0) return -1;
        return i >= columns ? slide.width() : Math.min(i * step, slide.width() - 1);
    }

    private int y(int j) {
        if (j < 0) return -1;
        return j >= rows ? slide.height() : Math.min(j * step, slide.height() - 1);
    }
}
