package org.coverslip.detect.suppress;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.coverslip.detect.Box;
import org.coverslip.detect.BoxIndex;
import org.coverslip.detect.Detection;

/**
 * Joins the detections of overlapping tiles so that every object is there once, with its whole box.
 * A box that touches an inner border of its tile may be cut. First the whole ones: the best stays,
 * those that overlap it by {@code iou} go. Then the cut ones: one that lies in a whole box that
 * stays, by {@code smaller} of its area, is a part of it and goes. Cut ones that are left belong to
 * objects larger than the overlap: pieces of different tiles are joined to one box where one lies
 * in the other by {@code smaller}, or where they look the same in what both tiles saw; and so are
 * boxes that grew until they do.
 *
 * @param iou overlap from which two whole boxes are one object, as in the network's own suppression
 * @param smaller part of the smaller box's area from which a cut box belongs to another, and
 *     intersection over union from which two pieces look the same
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
     * @param area that the tile covers, in pixels of the slide
     * @param cut whether it touches a border of the tile behind which the slide goes on
     */
    public record Piece(Detection found, int tile, Box area, boolean cut) {

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
            return new Piece(found, tile, area, cut);
        }

        /** Whether both look alike in the part of the slide that both tiles saw. */
        private boolean looksLike(Piece other, double least) {
            Optional<Box> own = inside(other.area);
            Optional<Box> its = other.inside(area);
            return own.isPresent() && its.isPresent() && own.get().iou(its.get()) > least;
        }

        private Optional<Box> inside(Box seen) {
            Box box = found.box();
            if (box.intersection(seen) == 0) return Optional.empty();
            return Optional.of(
                    new Box(
                            Math.max(box.x0(), seen.x0()),
                            Math.max(box.y0(), seen.y0()),
                            Math.min(box.x1(), seen.x1()),
                            Math.min(box.y1(), seen.y1())));
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
            if (piece.cut && !isPart(piece, kept, whole, index)) join(piece, kept, whole, index);
        }
        return Ranking.of(kept.stream().filter(Objects::nonNull).map(g -> g.found).toList());
    }

    private static void keep(Piece piece, List<Group> kept, BoxIndex index) {
        index.add(kept.size(), piece.found.box());
        kept.add(new Group(piece));
    }

    private boolean isKnown(Piece piece, List<Group> kept, BoxIndex index) {
        Group own = new Group(piece);
        // NB: a tile's own boxes were suppressed with the network's threshold before.
        return index.any(
                piece.found.box(),
                i ->
                        canBeOne(kept.get(i), own)
                                && kept.get(i).found.box().iou(piece.found.box()) > iou);
    }

    /** Whether a whole box covers enough of a cut one. */
    private boolean isPart(Piece piece, List<Group> kept, int whole, BoxIndex index) {
        Group own = new Group(piece);
        return index.any(piece.found.box(), i -> i < whole && covers(kept.get(i), own));
    }

    /** Keeps a cut piece, joined with all that belong to the same object. */
    private void join(Piece piece, List<Group> kept, int whole, BoxIndex index) {
        int own = kept.size();
        keep(piece, kept, index);
        for (int other = same(own, kept, whole, index); other >= 0; ) {
            // NB: the better one, which came first, gives class, score and outline.
            int first = Math.min(own, other);
            int second = Math.max(own, other);
            index.remove(first, kept.get(first).found.box());
            index.remove(second, kept.get(second).found.box());
            kept.get(first).join(kept.get(second));
            kept.set(second, null);
            index.add(first, kept.get(first).found.box());
            own = first;
            other = same(own, kept, whole, index);
        }
    }

    /** The first of the other cut objects that is the same as one; -1 if there is none. */
    private int same(int own, List<Group> kept, int whole, BoxIndex index) {
        Group group = kept.get(own);
        int[] found = {-1};
        index.near(
                group.found.box(),
                i -> {
                    if (i < whole || i == own || found[0] >= 0 && i > found[0]) return;
                    Group other = kept.get(i);
                    if (covers(group, other) || looksLike(group, other)) found[0] = i;
                });
        return found[0];
    }

    /** NB: what one tile saw twice are two objects. */
    private boolean canBeOne(Group a, Group b) {
        return isOneClass(a.found, b.found)
                && a.pieces.stream()
                        .noneMatch(p -> b.pieces.stream().anyMatch(q -> p.tile == q.tile));
    }

    private boolean covers(Group a, Group b) {
        return a.found.box().overSmaller(b.found.box()) > smaller && canBeOne(a, b);
    }

    private boolean looksLike(Group a, Group b) {
        return canBeOne(a, b)
                && a.pieces.stream()
                        .anyMatch(p -> b.pieces.stream().anyMatch(q -> p.looksLike(q, smaller)));
    }

    private boolean isOneClass(Detection a, Detection b) {
        return agnostic || a.label() == b.label();
    }

    private static final class Group {

        private Detection found;
        private final List<Piece> pieces = new ArrayList<>(1);

        Group(Piece first) {
            found = first.found;
            pieces.add(first);
        }

        /** The better one's class, score and outline, and the box around both. */
        void join(Group other) {
            found = found.withBox(found.box().union(other.found.box()));
            pieces.addAll(other.pieces);
        }
    }
}
