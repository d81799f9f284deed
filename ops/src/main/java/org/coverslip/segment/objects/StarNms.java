package org.coverslip.segment.objects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Non-maximum suppression of star-convex polygons while they come in, part by part of a plane: the
 * most probable one is kept, those that share more than a part of the smaller area with one that is
 * kept are dropped, as if all had been there from the beginning. A polygon is decided when nothing
 * that is still to come can reach it or those that decide it.
 *
 * <p>Equal probabilities are put in order by y, then x, so that the result depends on the polygons
 * only. Source of the rule: stardist's {@code c_non_max_suppression_inds}.
 */
final class StarNms {

    /** Cells of the index in pixels; about a nucleus. */
    private static final int CELL = 32;

    /**
     * Probabilities nearer than a millionth are equal: where tiles are blended they are rounded,
     * and the middle of an object is often as probable all over.
     */
    private static final double STEPS = 1 << 20;

    private static final Comparator<StarPolygon> BEST_FIRST =
            Comparator.<StarPolygon>comparingLong(p -> -Math.round(p.score * STEPS))
                    .thenComparingDouble(p -> p.y)
                    .thenComparingDouble(p -> p.x);

    private final double most;
    private final Consumer<StarPolygon> kept;
    private List<StarPolygon> waiting = new ArrayList<>();
    private Map<Long, List<StarPolygon>> keptByCell = new HashMap<>();

    /** Whether nothing can come any more whose polygon comes near a box. */
    @FunctionalInterface
    interface Known {
        boolean box(double x0, double y0, double x1, double y1);
    }

    /**
     * @param most part of the smaller area that two kept polygons may share
     * @param kept takes those that are kept
     */
    StarNms(double most, Consumer<StarPolygon> kept) {
        this.most = most;
        this.kept = kept;
    }

    void add(StarPolygon candidate) {
        waiting.add(candidate);
    }

    /** Decides on all that can be decided. */
    void decide(Known known) {
        waiting.sort(BEST_FIRST);
        Map<Long, List<StarPolygon>> openByCell = new HashMap<>();
        List<StarPolygon> open = new ArrayList<>();
        for (StarPolygon p : waiting) {
            if (meets(p, keptByCell)) continue;
            double r = p.reach();
            boolean complete = known.box(p.x - r, p.y - r, p.x + r, p.y + r);
            if (complete && !meets(p, openByCell)) {
                index(p, keptByCell);
                kept.accept(p);
            } else {
                index(p, openByCell);
                open.add(p);
            }
        }
        waiting = open;
        forget(known);
    }

    /** Decides on the rest: nothing comes any more. */
    void finish() {
        decide((x0, y0, x1, y1) -> true);
    }

    /** Kept ones that none of those waiting or coming can meet need not be remembered. */
    private void forget(Known known) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double low = Double.NEGATIVE_INFINITY;
        for (StarPolygon p : waiting) {
            left = Math.min(left, p.x - p.reach());
            top = Math.min(top, p.y - p.reach());
            right = Math.max(right, p.x + p.reach());
            low = Math.max(low, p.y + p.reach());
        }
        Map<Long, List<StarPolygon>> still = new HashMap<>();
        for (Map.Entry<Long, List<StarPolygon>> cell : keptByCell.entrySet()) {
            List<StarPolygon> near = new ArrayList<>();
            for (StarPolygon p : cell.getValue()) {
                double r = p.reach();
                boolean meets = p.x + r > left && p.x - r < right && p.y + r > top && p.y - r < low;
                if (meets || !known.box(p.x - r, p.y - r, p.x + r, p.y + r)) near.add(p);
            }
            if (!near.isEmpty()) still.put(cell.getKey(), near);
        }
        keptByCell = still;
    }

    private boolean meets(StarPolygon p, Map<Long, List<StarPolygon>> cells) {
        if (cells.isEmpty()) return false;
        int x1 = cell(p.x + p.reach());
        int y1 = cell(p.y + p.reach());
        for (int cy = cell(p.y - p.reach()); cy <= y1; cy++) {
            for (int cx = cell(p.x - p.reach()); cx <= x1; cx++) {
                for (StarPolygon k : cells.getOrDefault(key(cx, cy), List.of())) {
                    if (k.overlaps(p, most)) return true;
                }
            }
        }
        return false;
    }

    private static void index(StarPolygon p, Map<Long, List<StarPolygon>> cells) {
        int x1 = cell(p.x + p.reach());
        int y1 = cell(p.y + p.reach());
        for (int cy = cell(p.y - p.reach()); cy <= y1; cy++) {
            for (int cx = cell(p.x - p.reach()); cx <= x1; cx++) {
                cells.computeIfAbsent(key(cx, cy), k -> new ArrayList<>()).add(p);
            }
        }
    }

    private static int cell(double v) {
        return (int) Math.floor(v / CELL);
    }

    private static long key(int x, int y) {
        return (long) y << 32 | x & 0xffffffffL;
    }
}
