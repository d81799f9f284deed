package org.coverslip.evaluate.segmentation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.coverslip.tile.Placement;
import org.coverslip.tile.SlideRegion;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * Outlined objects as labels: the n-th, from 1, where the centre of a pixel lies in it. Where two
 * overlap the later one counts.
 */
final class OutlineLabels implements LabelSource {

    private final STRtree index = new STRtree();
    private final Placement placement;
    private final int width;
    private final int height;

    private record Numbered(int number, Envelope box, IndexedPointInAreaLocator inside) {}

    /**
     * @param placement of the pixels on the image
     */
    OutlineLabels(List<SlideRegion> regions, Placement placement, int width, int height) {
        this.placement = placement;
        this.width = width;
        this.height = height;
        for (int i = 0; i < regions.size(); i++) {
            var outline = regions.get(i).outline();
            Envelope box = outline.getEnvelopeInternal();
            index.insert(box, new Numbered(i + 1, box, new IndexedPointInAreaLocator(outline)));
        }
        index.build();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int planes() {
        return 1;
    }

    @Override
    public void read(int plane, int x, int y, int w, int h, int[] out) {
        Arrays.fill(out, 0, w * h, 0);
        Envelope block =
                new Envelope(
                        placement.centreX(x),
                        placement.centreX(x + w),
                        placement.centreY(y),
                        placement.centreY(y + h));
        List<Numbered> near = new java.util.ArrayList<>();
        for (Object o : index.query(block)) near.add((Numbered) o);
        near.sort(Comparator.comparingInt(Numbered::number));
        for (Numbered n : near) paint(n, x, y, w, h, out);
    }

    private void paint(Numbered n, int x, int y, int w, int h, int[] out) {
        int x0 = Math.max(x, (int) Math.floor(placement.column(n.box().getMinX())));
        int y0 = Math.max(y, (int) Math.floor(placement.row(n.box().getMinY())));
        int x1 = Math.min(x + w - 1, (int) Math.ceil(placement.column(n.box().getMaxX())));
        int y1 = Math.min(y + h - 1, (int) Math.ceil(placement.row(n.box().getMaxY())));
        for (int j = y0; j <= y1; j++) {
            for (int i = x0; i <= x1; i++) {
                Coordinate centre = new Coordinate(placement.centreX(i), placement.centreY(j));
                if (n.inside().locate(centre) == Location.EXTERIOR) continue;
                out[(j - y) * w + i - x] = n.number();
            }
        }
    }
}
