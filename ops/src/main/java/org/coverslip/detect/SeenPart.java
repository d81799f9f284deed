package org.coverslip.detect;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.density.DensityGrid;
import org.coverslip.tile.Coverage;

/**
 * The part of a slide that was looked at: all but what lies in tiles that failed and in no other.
 * Objects per area are counted in this part, or a slide with damaged tiles seems emptier than it
 * is. In level-0 pixels; not for several threads at once.
 */
final class SeenPart implements DensityGrid.Computed {

    private final List<Box> done = new ArrayList<>();
    private final BoxIndex nearDone = new BoxIndex();
    private final List<Box> failed = new ArrayList<>();

    /** What nobody saw, without overlaps; known when all tiles are. */
    private List<Box> unseen;

    private final BoxIndex nearUnseen = new BoxIndex();

    void add(Box tile, boolean hasFailed) {
        if (unseen != null) throw new IllegalStateException("asked before the last tile");
        if (hasFailed) {
            failed.add(tile);
            return;
        }
        nearDone.add(done.size(), tile);
        done.add(tile);
    }

    int failures() {
        return failed.size();
    }

    /** Whether a place was looked at, or no tile was to look at it. */
    @Override
    public boolean at(double x, double y) {
        if (failed.isEmpty()) return true;
        unseen();
        return !nearUnseen.any(new Box(x, y, x, y), i -> true);
    }

    /** How much of a part of the slide was to be looked at and was not. */
    double lost(Coverage asked) {
        double sum = 0;
        for (Box b : unseen()) {
            sum += asked.row(b.y0(), b.height()).area(b.x0(), b.y0(), b.width(), b.height());
        }
        return sum;
    }

    private List<Box> unseen() {
        if (unseen != null) return unseen;
        unseen = new ArrayList<>();
        for (Box tile : failed) {
            List<Box> pieces = new ArrayList<>(List.of(tile));
            nearDone.near(tile, i -> takeOut(pieces, done.get(i)));
            nearUnseen.near(tile, i -> takeOut(pieces, unseen.get(i)));
            for (Box piece : pieces) {
                nearUnseen.add(unseen.size(), piece);
                unseen.add(piece);
            }
        }
        return unseen;
    }

    private static void takeOut(List<Box> pieces, Box gone) {
        List<Box> before = List.copyOf(pieces);
        pieces.clear();
        for (Box piece : before) {
            if (piece.intersection(gone) == 0) pieces.add(piece);
            else around(piece, gone, pieces);
        }
    }

    /** What of a piece lies above, below, left and right of a box that overlaps it. */
    private static void around(Box piece, Box gone, List<Box> left) {
        double top = Math.max(piece.y0(), gone.y0());
        double bottom = Math.min(piece.y1(), gone.y1());
        if (piece.y0() < top) left.add(new Box(piece.x0(), piece.y0(), piece.x1(), top));
        if (bottom < piece.y1()) left.add(new Box(piece.x0(), bottom, piece.x1(), piece.y1()));
        if (piece.x0() < gone.x0()) left.add(new Box(piece.x0(), top, gone.x0(), bottom));
        if (gone.x1() < piece.x1()) left.add(new Box(gone.x1(), top, piece.x1(), bottom));
    }
}
