package org.coverslip.segment.volume;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.DenseAxis;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.TileScale;

/**
 * Tiles of a network over a volume: the places of a plane's tiles, and at each of them all layers,
 * one below the other. Immutable.
 */
public final class VolumeGrid implements Iterable<VolumeGrid.Place> {

    /** Memory for the sums of one row of tiles; wider volumes are done strip by strip. */
    private static final long MOST_SUMS = 192L << 20;

    private final DenseGrid plane;
    private final DenseAxis zs;
    private final TileAxis x;
    private final TileAxis y;
    private final TileAxis z;

    /** One tile: a place of the plane, and which of the tiles along z. */
    public record Place(DenseGrid.Place plane, int layer) {}

    /**
     * How much tiles share along each axis.
     *
     * @param notes of all of them
     */
    public record Overlaps(AxisOverlap x, AxisOverlap y, AxisOverlap z) {

        public static final Overlaps NONE =
                new Overlaps(AxisOverlap.NONE, AxisOverlap.NONE, AxisOverlap.NONE);

        /** What a user should know of them. */
        public List<String> notes() {
            return List.of(x, y, z).stream().flatMap(o -> o.notes().stream()).toList();
        }
    }

    /**
     * @param volume that is cut
     * @param inside where tiles are wanted, in pixels of the volume's slices
     */
    public VolumeGrid(VolumeNetwork network, Volume volume, Overlaps overlaps, Coverage inside) {
        x = network.x();
        y = network.y();
        z = network.z();
        DenseAxis xs = cut(x, volume.width(), overlaps.x());
        DenseAxis ys = cut(y, volume.height(), overlaps.y());
        zs = cut(z, volume.depth(), overlaps.z());
        long column = 4L * (network.blendedPlanes() + 1) * ys.tile() * zs.length();
        int columns = (int) Math.max(2L * xs.tile(), MOST_SUMS / column);
        TileScale own = new TileScale(1, 1, 0, 1, List.of());
        plane = new DenseGrid(xs, ys, own, x.ratio(), x.crop(), inside, columns);
    }

    private static DenseAxis cut(TileAxis axis, int length, AxisOverlap overlap) {
        return axis.cut(axis.length(length), overlap.overlap(), overlap.halo());
    }

    public DenseAxis xs() {
        return plane.xs();
    }

    public DenseAxis ys() {
        return plane.ys();
    }

    public DenseAxis zs() {
        return zs;
    }

    List<DenseGrid.Strip> strips() {
        return plane.strips();
    }

    /** Where a tile begins, in input voxels: x, y, z. */
    int[] origin(Place place) {
        return new int[] {
            (xs().origin(place.plane().column()) - x.crop()) * x.ratio(),
            (ys().origin(place.plane().row()) - y.crop()) * y.ratio(),
            (zs.origin(place.layer()) - z.crop()) * z.ratio()
        };
    }

    /** How often the network has to run. */
    public int size() {
        return Math.multiplyExact(plane.size(), zs.count());
    }

    /** Strip by strip, row by row; layer by layer in each place. */
    @Override
    public Iterator<Place> iterator() {
        Iterator<DenseGrid.Place> places = plane.iterator();
        return new Iterator<>() {
            private DenseGrid.Place at;
            private int layer = zs.count();

            @Override
            public boolean hasNext() {
                return layer < zs.count() || places.hasNext();
            }

            @Override
            public Place next() {
                if (!hasNext()) throw new NoSuchElementException();
                if (layer == zs.count()) {
                    at = places.next();
                    layer = 0;
                }
                return new Place(at, layer++);
            }
        };
    }
}
