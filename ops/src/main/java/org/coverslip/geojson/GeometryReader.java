package org.coverslip.geojson;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.geom.util.PolygonExtracter;

/** Turns one GeoJSON geometry into polygons; one instance per geometry. */
final class GeometryReader {

    /** Far beyond any slide, and small enough for exact areas. */
    private static final double LARGEST = 1e8;

    private final GeometryFactory factory = new GeometryFactory();
    private boolean mended;

    /**
     * @return the area of a Polygon, MultiPolygon, or of those in a GeometryCollection; empty for
     *     anything else
     * @throws JsonParseException if coordinates are missing or no numbers
     */
    Optional<Geometry> area(JsonObject geometry) {
        List<Polygon> polygons = new ArrayList<>();
        collect(geometry, polygons);
        if (polygons.isEmpty()) return Optional.empty();
        Geometry all =
                polygons.size() == 1
                        ? polygons.get(0)
                        : factory.createMultiPolygon(polygons.toArray(new Polygon[0]));
        if (!all.isValid()) {
            mended = true;
            all = onlyPolygons(GeometryFixer.fix(all));
        }
        return all.isEmpty() || all.getArea() == 0 ? Optional.empty() : Optional.of(all);
    }

    /** Whether the outline crossed itself and was mended. */
    boolean mended() {
        return mended;
    }

    private Geometry onlyPolygons(Geometry fixed) {
        @SuppressWarnings("unchecked")
        List<Polygon> parts = PolygonExtracter.getPolygons(fixed);
        return factory.buildGeometry(parts);
    }

    private void collect(JsonObject geometry, List<Polygon> into) {
        JsonElement type = geometry.get("type");
        switch (type == null || !type.isJsonPrimitive() ? "" : type.getAsString()) {
            case "Polygon" -> into.add(polygon(array(geometry.get("coordinates"))));
            case "MultiPolygon" -> {
                for (JsonElement part : array(geometry.get("coordinates"))) {
                    into.add(polygon(array(part)));
                }
            }
            case "GeometryCollection" -> {
                for (JsonElement part : array(geometry.get("geometries"))) {
                    // NB: the format allows no collection inside another to be relied on, and a
                    // file could nest them deeper than the stack.
                    if (!part.isJsonObject() || part.getAsJsonObject().has("geometries")) {
                        throw new JsonParseException("a collection holds no geometries");
                    }
                    collect(part.getAsJsonObject(), into);
                }
            }
            case "Point", "MultiPoint", "LineString", "MultiLineString" -> {
                // No area.
            }
            default -> throw new JsonParseException("a feature has no geometry");
        }
    }

    private Polygon polygon(JsonArray rings) {
        if (rings.isEmpty()) return factory.createPolygon();
        LinearRing[] holes = new LinearRing[rings.size() - 1];
        for (int i = 0; i < holes.length; i++) holes[i] = ring(array(rings.get(i + 1)));
        return factory.createPolygon(ring(array(rings.get(0))), holes);
    }

    private LinearRing ring(JsonArray points) {
        List<Coordinate> ring = new ArrayList<>(points.size() + 1);
        for (JsonElement point : points) {
            JsonArray xy = array(point);
            if (xy.size() < 2) throw new JsonParseException("a point has no y");
            ring.add(new Coordinate(number(xy.get(0)), number(xy.get(1))));
        }
        if (ring.isEmpty()) return factory.createLinearRing();
        // NB: some writers leave the closing point out, though the format demands it.
        if (!ring.get(0).equals2D(ring.get(ring.size() - 1))) ring.add(ring.get(0).copy());
        if (ring.size() < 4) throw new JsonParseException("a ring has fewer than three corners");
        return factory.createLinearRing(ring.toArray(new Coordinate[0]));
    }

    private static double number(JsonElement value) {
        try {
            double number = value.getAsDouble();
            if (Math.abs(number) <= LARGEST) return number;
        } catch (RuntimeException e) {
            // Said below.
        }
        throw new JsonParseException("a coordinate is no number on a slide");
    }

    private static JsonArray array(JsonElement value) {
        if (value != null && value.isJsonArray()) return value.getAsJsonArray();
        throw new JsonParseException("coordinates are missing");
    }
}
