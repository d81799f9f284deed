package org.coverslip.detect.suppress;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.detect.Box;
import org.coverslip.detect.BoxIndex;
import org.coverslip.detect.Detection;

/**
 * Joins the detections of overlapping tiles so that every object is there once, with its whole box.
 * A box that touches an inner border of its tile may be cut. First the whole ones: the best stays,
 * those that overlap it by {@code iou} go. Then the cut ones: one that lies in a box that stays, by
 * {@code smaller} of its area, is a part of it and goes. Cut ones that are left belong to objects
 * larger than the overlap: pieces of different tiles that share {@code smaller} of the smaller one
 * are joined to one box.
 *
 * @param iou overlap from which two whole boxes are one object, as in the network's own suppression
 * @param smaller part of the smaller box's area from which a cut box belongs to another
 * @param agnostic whether boxes of different classes can be one object
 */
public record TileMerge(double iou, double smaller, boolean agnostic) {

    /** A border is touched by a box that comes this close to it, in pixels. */
    private static final double TOUCH = 1;

    /**
     * A detection and the tile it was found in.
     *
     * @param found in pixels of the slide
     * @param tile number of its tile
     * @param cut whether it touches a border of the tile behind which the slide goes on
     */
    public record Piece(Detection found, int tile, boolean cut) {

        /**
         * @param found in pixels of the slide
         * @param tile number of its tile
         * @param area that the tile covers, in pixels of the slide
         * @param width of the slide
         * @param height of the slide
         */
        public static Piece of(Detection found, int tile, Box area, double width, double height) {
            Box box = found.box();
            boolean cut =
                    area.x0() > 0 && box.x0() - area.x0() < TOUCH
                            || area.y0() > 0 && box.y0() - area.y0() < TOUCH
                            || area.x1() < width && area.x1() - box.x1() < TOUCH
                            || area.y1() < height && area.y1() - box.y1() < TOUCH;
            return new Piece(found, tile, cut);
        }
    }

    /**
     * @param pieces in any order; each tile's own are suppressed already
     * @return one per object, the best score first
     */
    public List<Detection> apply(List<Piece> pieces) {
        List<Piece> ranked =
                pieces.stream()
                        .sorted((a, b) -> Ranking.ORDER.compare(a.found(), b.found()))
                        .toList();
        List<Group> kept = new ArrayList<>();
        BoxIndex index = new BoxIndex();
        for (Piece piece : ranked) {
            if (!piece.cut && !isKnown(piece, kept, index)) keep(piece, kept, index);
        }
        int whole = kept.size();
        for (Piece piece : ranked) {
            if (!piece.cut) continue;
            int owner = owner(piece, kept, index);
            if (owner < 0) {
                keep(piece, kept, index);
            } else if (owner >= whole) {
                Group group = kept.get(owner);
                index.remove(owner, group.found.box());
                group.join(piece);
                index.add(owner, group.found.box());
            }
        }
        return Ranking.of(kept.stream().map(g -> g.found).toList());
    }

    private static void keep(Piece piece, List<Group> kept, BoxIndex index) {
        index.add(kept.size(), piece.found.box());
        kept.add(new Group(piece));
    }

    private boolean isKnown(Piece piece, List<Group> kept, BoxIndex index) {
        boolean[] known = new boolean[1];
        index.near(
                piece.found.box(),
                i -> {
                    Group group = kept.get(i);
                    // NB: a tile's own boxes were suppressed with the network's threshold before.
                    boolean other =
                            group.tile != piece.tile && isOneClass(group.found, piece.found);
                    known[0] |= other && group.found.box().iou(piece.found.box()) > iou;
                });
        return known[0];
    }

    /** The box that covers most of a cut one; -1 if none covers enough. */
    private int owner(Piece piece, List<Group> kept, BoxIndex index) {
        int[] owner = {-1};
        double[] most = {smaller};
        index.near(
                piece.found.box(),
                i -> {
                    Group group = kept.get(i);
                    if (group.tile == piece.tile || !isOneClass(group.found, piece.found)) return;
                    double now = group.found.box().overSmaller(piece.found.box());
                    if (now > most[0] || now == most[0] && owner[0] > i) {
                        most[0] = now;
                        owner[0] = i;
                    }
                });
        return owner[0];
    }

    private boolean isOneClass(Detection a, Detection b) {
        return agnostic || a.label() == b.label();
    }

    private static final class Group {

        private Detection found;
        private final int tile;

        Group(Piece first) {
            found = first.found;
            tile = first.tile;
        }

        /** The best piece's class, score and outline, and the box around all. */
        void join(Piece piece) {
            found = found.withBox(found.box().union(piece.found.box()));
        }
    }
}
