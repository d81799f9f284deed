package org.coverslip.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.coverslip.geojson.Annotations;
import org.coverslip.tile.SlideRegion;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Polygon;

/** The outlines of areas that are more than their box. */
public final class ObjectOutlines {

    private ObjectOutlines() {}

    /**
     * The outlines of the objects of {@code objects.csv}, from the {@code objects.geojson} beside
     * it.
     *
     * @param table path of objects.csv
     * @param objects how many rows it has
     * @return one per row; empty where the object is a plain box
     */
    public static List<Optional<Outline>> beside(Path table, int objects) {
        List<Optional<Outline>> outlines = new ArrayList<>();
        Path file = table.resolveSibling("objects.geojson");
        for (SlideRegion region : Annotations.read(file).regions()) outlines.add(of(region));
        if (outlines.size() == objects) return outlines;
        // NB: an object without an area is in the table alone; boxes are right whatever happens.
        return Collections.nCopies(objects, Optional.empty());
    }

    /** The outer line of an area's largest part; empty if it is an upright box. */
    public static Optional<Outline> of(SlideRegion region) {
        if (region.outline().isRectangle()) return Optional.empty();
        Polygon largest = null;
        for (int i = 0; i < region.outline().getNumGeometries(); i++) {
            Polygon part = (Polygon) region.outline().getGeometryN(i);
            if (largest == null || part.getArea() > largest.getArea()) largest = part;
        }
        Coordinate[] ring = largest.getExteriorRing().getCoordinates();
        double[] x = new double[ring.length - 1];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = ring[i].x;
            y[i] = ring[i].y;
        }
        return Optional.of(new Outline(x, y));
    }
}
