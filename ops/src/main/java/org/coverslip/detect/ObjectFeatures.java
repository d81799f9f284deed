package org.coverslip.detect;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.geojson.Feature;
import org.coverslip.geojson.FeatureWriter;
import org.coverslip.report.LabelColours;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** objects.geojson: every object as a detection that QuPath shows. */
final class ObjectFeatures {

    private static final GeometryFactory FACTORY = new GeometryFactory();

    private ObjectFeatures() {}

    static void write(Path file, List<Found> found, List<String> labels) {
        try (FeatureWriter features = FeatureWriter.open(file)) {
            for (Found one : found) {
                Detection d = one.detection();
                Map<String, Double> values = new LinkedHashMap<>();
                values.put("score", d.score());
                values.put("frame", one.plane() + 1.0);
                if (one.track() > 0) values.put("track", (double) one.track());
                var type =
                        new Feature.Classification(
                                labels.get(d.label()), LabelColours.of(d.label()));
                features.add(Feature.detection(outline(d), type, values));
            }
            features.finish();
        }
    }

    private static Geometry outline(Detection d) {
        Outline o = d.outline().orElseGet(() -> Outline.of(d.box()));
        Coordinate[] ring = new Coordinate[o.size() + 1];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Coordinate(o.x()[i % o.size()], o.y()[i % o.size()]);
        }
        return FACTORY.createPolygon(ring);
    }
}
