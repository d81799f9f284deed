package org.coverslip.segment.objects;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The outline of an object along the sides of its pixels: a polygon with holes, or several where
 * pixels touch at corners only. Its area is the number of pixels.
 */
final class Outline {

    private static final GeometryFactory FACTORY = new GeometryFactory();

    /** Right, down, left, up. */
    private static final int[] DX = {1, 0, -1, 0};

    private static final int[] DY = {0, 1, 0, -1};

    private Outline() {}

    /**
     * @return in pixels of the plane; a whole number is the corner of a pixel
     */
    static Geometry of(ObjectMask mask) {
        List<LinearRing> shells = new ArrayList<>();
        List<LinearRing> holes = new ArrayList<>();
        int w = mask.width();
        int h = mask.height();
        // NB: one bit per direction: sides of pixels that were walked along already.
        byte[] done = new byte[(w + 1) * (h + 1)];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                boolean upper = at(mask, x, y) && !at(mask, x, y - 1);
                if (upper && (done[y * (w + 1) + x] & 1) == 0) {
                    for (LinearRing ring : walk(mask, x, y, done)) {
                        // NB: with y downwards, what turns clockwise on the screen is CCW for JTS.
                        boolean shell = Orientation.isCCW(ring.getCoordinateSequence());
                        (shell ? shells : holes).add(ring);
                    }
                }
            }
        }
        return polygons(shells, holes);
    }

    private static boolean at(ObjectMask mask, int x, int y) {
        return x >= 0
                && y >= 0
                && x < mask.width()
                && y < mask.height()
                && mask.on()[y * mask.width() + x];
    }

    /** Whether the pixel to the right of a step belongs to the object. */
    private static boolean right(ObjectMask m, int x, int y, int d) {
        return switch (d) {
            case 0 -> at(m, x, y);
            case 1 -> at(m, x - 1, y);
            case 2 -> at(m, x - 1, y - 1);
            default -> at(m, x, y - 1);
        };
    }

    private static boolean left(ObjectMask m, int x, int y, int d) {
        return switch (d) {
            case 0 -> at(m, x, y - 1);
            case 1 -> at(m, x, y);
            case 2 -> at(m, x - 1, y);
            default -> at(m, x - 1, y - 1);
        };
    }

    /** Walks with the object on the right hand until the start is met again. */
    private static List<LinearRing> walk(ObjectMask mask, int x0, int y0, byte[] done) {
        List<Coordinate> points = new ArrayList<>();
        int x = x0;
        int y = y0;
        int d = 0;
        do {
            done[y * (mask.width() + 1) + x] |= (byte) (1 << d);
            x += DX[d];
            y += DY[d];
            int next = turn(mask, x, y, d);
            if (next != d) points.add(new Coordinate(mask.x() + x, mask.y() + y));
            d = next;
        } while (x != x0 || y != y0 || d != 0);
        return simple(points);
    }

    /**
     * Cuts a way that meets itself at corners into rings that do not: JTS wants a hole that touches
     * the outline as a ring of its own.
     */
    private static List<LinearRing> simple(List<Coordinate> points) {
        List<LinearRing> rings = new ArrayList<>();
        List<Coordinate> way = new ArrayList<>();
        Map<Coordinate, Integer> at = new HashMap<>();
        for (Coordinate p : points) {
            Integer met = at.get(p);
            if (met != null) {
                List<Coordinate> loop = way.subList(met, way.size());
                rings.add(ring(loop));
                loop.forEach(at::remove);
                loop.clear();
            }
            at.put(p, way.size());
            way.add(p);
        }
        rings.add(ring(way));
        return rings;
    }

    private static LinearRing ring(List<Coordinate> points) {
        Coordinate[] closed = points.toArray(new Coordinate[points.size() + 1]);
        closed[points.size()] = closed[0].copy();
        return FACTORY.createLinearRing(closed);
    }

    /** NB: right turns first, so that pixels touching at a corner become rings of their own. */
    private static int turn(ObjectMask mask, int x, int y, int d) {
        for (int t : new int[] {1, 0, 3}) {
            int next = d + t & 3;
            if (right(mask, x, y, next) && !left(mask, x, y, next)) return next;
        }
        throw new IllegalStateException("no way at " + x + ", " + y);
    }

    private static Geometry polygons(List<LinearRing> shells, List<LinearRing> holes) {
        if (shells.size() == 1) {
            return FACTORY.createPolygon(shells.get(0), holes.toArray(new LinearRing[0]));
        }
        Map<LinearRing, List<LinearRing>> inside = new HashMap<>();
        List<Polygon> plain = shells.stream().map(FACTORY::createPolygon).toList();
        for (LinearRing hole : holes) {
            // NB: a hole may share corners with its shell, so a point inside the hole is asked for.
            var point = FACTORY.createPolygon(hole).getInteriorPoint();
            LinearRing shell = null;
            double smallest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < plain.size(); i++) {
                double area = plain.get(i).getArea();
                if (area < smallest && plain.get(i).contains(point)) {
                    shell = shells.get(i);
                    smallest = area;
                }
            }
            inside.computeIfAbsent(shell, s -> new ArrayList<>()).add(hole);
        }
        Polygon[] parts = new Polygon[shells.size()];
        for (int i = 0; i < parts.length; i++) {
            List<LinearRing> own = inside.getOrDefault(shells.get(i), List.of());
            parts[i] = FACTORY.createPolygon(shells.get(i), own.toArray(new LinearRing[0]));
        }
        return FACTORY.createMultiPolygon(parts);
    }
}
