package org.coverslip.geojson;

import java.awt.Color;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.locationtech.jts.geom.Geometry;

/**
 * One object as QuPath shows it.
 *
 * @param objectType {@code detection}, {@code annotation}, {@code tile} or {@code cell}
 * @param outline a Polygon or MultiPolygon in level-0 pixels; a whole number is the corner of a
 *     pixel
 * @param name shown beside it; empty: none
 * @param classification what it is; empty: unclassified
 * @param measurements by name, in their order; those that are NaN or infinite are left out, as JSON
 *     has no such numbers
 */
public record Feature(
        String objectType,
        Geometry outline,
        String name,
        Optional<Classification> classification,
        Map<String, Double> measurements) {

    public Feature {
        Objects.requireNonNull(name);
        if (outline.isEmpty() || outline.getDimension() != 2) {
            throw new IllegalArgumentException(outline.getGeometryType() + " without an area");
        }
        measurements = Collections.unmodifiableMap(new LinkedHashMap<>(measurements));
    }

    /** A class and its colour, which QuPath takes over for all objects of that class. */
    public record Classification(String name, Color colour) {}

    /** A detection without a name. */
    public static Feature detection(
            Geometry outline, Classification classification, Map<String, Double> measurements) {
        return new Feature(
                "detection", outline, "", Optional.ofNullable(classification), measurements);
    }
}
