package org.coverslip.tile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * Tiles of a network that answers for every pixel, over one plane of an image. Where a row of tiles
 * would need too much memory, the plane is cut into upright strips, one done after the other.
 * Immutable, safe for several threads.
 */
public final class DenseGrid implements Iterable<DenseGrid.Place> {

    private final DenseAxis xs;
    private final DenseAxis ys;
    private final TileScale scale;
    private final int ratio;
    private final int crop;
    private final int inputWidth;
    private final int inputHeight;
    private final List<Strip> strips;
    private final BitSet selected;

    /**
     * An upright strip of the plane.
     *
     * @param from first column of pixels, of the output
     * @param to behind the last
     * @param firstTile first column of tiles that has a say in it
     * @param endTile behind the last
     */
    public record Strip(int from, int to, int firstTile, int endTile) {}

    /** One tile of a strip, in the order in which they are done. */
    public record Place(int strip, int row, int column) {}

    /**
     * @param xs columns in pixels of the output
     * @param ys rows
     * @param scale how the network's input pixels lie on the slide
     * @param ratio input pixels per output pixel
     * @param crop output pixels that the network loses at either side of a tile
     * @param inside where tiles are wanted: those that touch it
     * @param mostColumns output pixels that a strip may be wide
     */
    public DenseGrid(
            DenseAxis xs,
            DenseAxis ys,
            TileScale scale,
            int ratio,
            int crop,
            Coverage inside,
            int mostColumns) {
        this.xs = xs;
        this.ys = ys;
        this.scale = scale;
        this.ratio = ratio;
        this.crop = crop;
        inputWidth = (xs.tile() + 2 * crop) * ratio;
        inputHeight = (ys.tile() + 2 * crop) * ratio;
        strips = strips(xs, mostColumns);
        selected = select(inside);
    }

    private static List<Strip> strips(DenseAxis xs, int most) {
        List<Strip> strips = new ArrayList<>();
        int from = 0;
        while (from < xs.length()) {
            int to = xs.length();
            if (to - from > most) {
                // NB: where a tile's say ends, only one column of tiles has to be done twice.
                for (int i = 0; i < xs.count(); i++) {
                    int end = xs.end(i);
                    if (end > from && (end - from <= most || to == xs.length())) to = end;
                }
            }
            strips.add(strip(xs, from, to));
            from = to;
        }
        return List.copyOf(strips);
    }

    private static Strip strip(DenseAxis xs, int from, int to) {
        int[] in =
                IntStream.range(0, xs.count())
                        .filter(i -> xs.first(i) < to && xs.end(i) > from)
                        .toArray();
        return new Strip(from, to, in[0], in[in.length - 1] + 1);
    }

    private BitSet select(Coverage inside) {
        BitSet wanted = new BitSet(ys.count() * xs.count());
        for (int r = 0; r < ys.count(); r++) {
            double y = ys.origin(r) * ratio * scale.y();
            double h = ys.tile() * ratio * scale.y();
            Coverage row = inside.row(y, h);
            for (int c = 0; c < xs.count(); c++) {
                double x = xs.origin(c) * ratio * scale.x();
                double w = xs.tile() * ratio * scale.x();
                if (row.area(x, y, w, h) > 1e-9 * w * h) wanted.set(r * xs.count() + c);
            }
        }
        return wanted;
    }

    public DenseAxis xs() {
        return xs;
    }

    public DenseAxis ys() {
        return ys;
    }

    public List<Strip> strips() {
        return strips;
    }

    /** Width of a tile in pixels of the network's input. */
    public int inputWidth() {
        return inputWidth;
    }

    /** Height of a tile in pixels of the network's input. */
    public int inputHeight() {
        return inputHeight;
    }

    /** Slide level that tiles are read from. */
    public int level() {
        return scale.level();
    }

    /** Where the output's pixels lie on the slide. */
    public Placement placement() {
        return new Placement(scale.x() * ratio, scale.y() * ratio, 0, 0);
    }

    /** What is read for a place, in the network's input pixels. */
    public Tile tile(Place place) {
        int x = (xs.origin(place.column()) - crop) * ratio;
        int y = (ys.origin(place.row()) - crop) * ratio;
        return window(x, y, inputWidth, inputHeight);
    }

    /** Any rectangle of the network's input pixels, for reading it. */
    public Tile window(int x, int y, int width, int height) {
        double d = scale.downsample();
        return new Tile(
                0,
                0,
                0,
                x * scale.x(),
                y * scale.y(),
                width * scale.x(),
                height * scale.y(),
                scale.level(),
                x * scale.x() / d,
                y * scale.y() / d,
                width * scale.x() / d,
                height * scale.y() / d);
    }

    /** How often the network has to run. */
    public int size() {
        int n = 0;
        for (Place p : this) n++;
        return n;
    }

    /** Strip by strip, row by row, from left to right. */
    @Override
    public Iterator<Place> iterator() {
        return new Iterator<>() {
            private int strip;
            private int row;
            private int column = strips.get(0).firstTile() - 1;
            private Place next = find();

            private Place find() {
                while (true) {
                    if (++column >= strips.get(strip).endTile()) {
                        if (++row == ys.count()) {
                            row = 0;
                            if (++strip == strips.size()) return null;
                        }
                        column = strips.get(strip).firstTile();
                    }
                    if (selected.get(row * xs.count() + column)) {
                        return new Place(strip, row, column);
                    }
                }
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Place next() {
                if (next == null) throw new NoSuchElementException();
                Place place = next;
                next = find();
                return place;
            }
        };
    }
}
