package org.coverslip.tile;

import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.geom.util.PolygonExtracter;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/** The inside of polygons, exact. */
final class RegionCoverage implements Coverage {

    private final Geometry outline;
    private final PreparedGeometry prepared;

    RegionCoverage(Geometry outline) {
        this.outline = outline;
        this.prepared = PreparedGeometryFactory.prepare(outline);
    }

    @Override
    public double area(double x, double y, double width, double height) {
        Envelope box = new Envelope(x, x + width, y, y + height);
        if (!outline.getEnvelopeInternal().intersects(box)) return 0;
        Geometry rectangle = outline.getFactory().toGeometry(box);
        if (prepared.covers(rectangle)) return width * height;
        if (!prepared.intersects(rectangle)) return 0;
        return clip(rectangle).getArea();
    }

    @Override
    public Coverage row(double y, double height) {
        Envelope all = outline.getEnvelopeInternal();
        if (all.isNull() || y > all.getMaxY() || y + height < all.getMinY()) {
            return (x0, y0, w, h) -> 0;
        }
        Envelope strip = new Envelope(all.getMinX(), all.getMaxX(), y, y + height);
        return new RegionCoverage(clip(outline.getFactory().toGeometry(strip)));
    }

    private Geometry clip(Geometry rectangle) {
        Geometry inside = OverlayNGRobust.overlay(outline, rectangle, OverlayNG.INTERSECTION);
        // NB: where an edge of the outline runs along the rectangle's, the result holds a line
        // beside the areas, and the next overlay refuses such a mixture.
        if (inside instanceof Polygonal) return inside;
        return inside.getFactory().buildGeometry(PolygonExtracter.getPolygons(inside));
    }
}
