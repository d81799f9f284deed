package org.coverslip.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.coverslip.geojson.Feature.Classification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

class FeatureWriterTest {

    private static final GeometryFactory FACTORY = new GeometryFactory();

    @TempDir Path dir;

    private static Polygon box(double x, double y, double side) {
        return (Polygon) FACTORY.toGeometry(new Envelope(x, x + side, y, y + side));
    }

    @Test
    void quPathFindsClassColourAndMeasurements() throws Exception {
        Path file = dir.resolve("objects.geojson");
        Map<String, Double> measurements = new LinkedHashMap<>();
        measurements.put("Area um^2", 12.25);
        measurements.put("Ratio", Double.NaN);
        try (FeatureWriter writer = FeatureWriter.open(file)) {
            Classification tumour = new Classification("tumour \"A\" <b>", new Color(1, 2, 3));
            writer.add(Feature.detection(box(1.5, 2.25, 10), tumour, measurements));
            writer.finish();
        }
        JsonObject all = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(all.get("type").getAsString()).isEqualTo("FeatureCollection");
        JsonObject feature = all.getAsJsonArray("features").get(0).getAsJsonObject();
        JsonObject properties = feature.getAsJsonObject("properties");
        assertThat(properties.get("objectType").getAsString()).isEqualTo("detection");
        JsonObject classification = properties.getAsJsonObject("classification");
        assertThat(classification.get("name").getAsString()).isEqualTo("tumour \"A\" <b>");
        assertThat(classification.getAsJsonArray("color")).hasToString("[1,2,3]");
        assertThat(properties.getAsJsonObject("measurements")).hasToString("{\"Area um^2\":12.25}");
    }

    @Test
    void outlinesWithHolesAndSeveralPartsComeBackTheSame() {
        LinearRing hole = box(12, 12, 3).getExteriorRing();
        Polygon ring =
                FACTORY.createPolygon(box(10, 10, 8).getExteriorRing(), new LinearRing[] {hole});
        Geometry two = FACTORY.createMultiPolygon(new Polygon[] {ring, box(30.07, 30.5, 2)});
        Path file = dir.resolve("two.geojson");
        try (FeatureWriter writer = FeatureWriter.open(file)) {
            writer.add(Feature.detection(two, null, Map.of()));
            writer.finish();
        }
        Geometry read = Annotations.read(file).regions().get(0).outline();
        assertThat(read.equalsTopo(two)).isTrue();
        assertThat(read.getArea()).isEqualTo(64 - 9 + 4);
    }

    @Test
    void coordinatesAreRoundedToHundredthsAlsoBelowZero() throws Exception {
        Path file = dir.resolve("round.geojson");
        Coordinate[] triangle = {
            new Coordinate(-0.056, 3.1), new Coordinate(4, 3.005001), new Coordinate(1e6, 9), null
        };
        triangle[3] = triangle[0];
        try (FeatureWriter writer = FeatureWriter.open(file)) {
            writer.add(Feature.detection(FACTORY.createPolygon(triangle), null, Map.of()));
            writer.finish();
        }
        assertThat(Files.readString(file)).contains("[[[-0.06,3.1],[4,3.01],[1000000,9]");
    }

    @Test
    void anEmptyCollectionIsWholeAndABrokenOffOneLeavesNothing() throws Exception {
        Path file = dir.resolve("none.geojson");
        try (FeatureWriter writer = FeatureWriter.open(file)) {
            writer.finish();
        }
        assertThat(Annotations.read(file).regions()).isEmpty();
        try (FeatureWriter writer = FeatureWriter.open(dir.resolve("broken.geojson"))) {
            writer.add(Feature.detection(box(0, 0, 1), null, Map.of()));
        }
        assertThat(dir.toFile().list()).containsExactly("none.geojson");
    }
}
