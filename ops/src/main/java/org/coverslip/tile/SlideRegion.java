package org.coverslip.tile;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.locationtech.jts.awt.ShapeReader;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * An outlined part of a slide: an annotation or a ROI.
 *
 * @param name as the user gave it; may be empty
 * @param classification such as {@code Tumor}; empty if it has none
 * @param outline polygon or multipolygon, with holes, valid, in level-0 pixels
 */
public record SlideRegion(String name, Optional<String> classification, Geometry outline) {

    /** How far a polygon may leave a curved outline, in level-0 pixels. */
    private static final double FLATNESS = 0.1;

    public SlideRegion {
        Objects.requireNonNull(name);
        if (outline.getDimension() != 2 || outline.isEmpty()) {
            throw new IllegalArgumentException(outline.getGeometryType() + " without an area");
        }
    }

    /**
     * A region from an outline of ImageJ or Java2D. Where its closed parts overlap an even number
     * of times there is a hole.
     *
     * @param shape in level-0 pixels
     * @throws RefusedException if it encloses nothing
     */
    public static SlideRegion of(String name, Shape shape) {
        GeometryFactory factory = new GeometryFactory();
        PathIterator path = shape.getPathIterator(null, FLATNESS);
        Geometry outline = factory.createPolygon();
        for (Object part : ShapeReader.toCoordinates(path)) {
            Coordinate[] ring = closed((Coordinate[]) part);
            if (ring.length < 4) continue;
            Geometry polygon = GeometryFixer.fix(factory.createPolygon(ring));
            outline = OverlayNGRobust.overlay(outline, polygon, OverlayNG.SYMDIFFERENCE);
        }
        if (outline.isEmpty() || outline.getDimension() != 2) {
            throw new RefusedException(
                    "region \"" + name + "\"", "it encloses no area", "draw an area or delete it");
        }
        return new SlideRegion(name, Optional.empty(), outline);
    }

    private static Coordinate[] closed(Coordinate[] ring) {
        if (ring.length == 0 || ring[0].equals2D(ring[ring.length - 1])) return ring;
        Coordinate[] closed = java.util.Arrays.copyOf(ring, ring.length + 1);
        closed[ring.length] = ring[0].copy();
        return closed;
    }

    /** The part of a slide inside any of the regions; empty without regions. */
    public static Coverage union(List<SlideRegion> regions) {
        return new RegionCoverage(
                OverlayNGRobust.union(
                        regions.stream().map(SlideRegion::outline).toList(),
                        new GeometryFactory()));
    }
}
