package org.coverslip.geojson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.coverslip.tile.SlideRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationsTest {

    @TempDir Path folder;

    private static final String TUMOUR =
            """
            {"type": "Feature", "id": "8e2a", "geometry": {"type": "Polygon", "coordinates":
              [[[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]],
               [[40, 40], [60, 40], [60, 60], [40, 60], [40, 40]]]},
             "properties": {"objectType": "annotation", "name": "left",
               "classification": {"name": "Tumor", "color": [200, 0, 0]}}}""";

    private static final String TWO_PARTS =
            """
            {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates":
              [[[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]],
               [[[50, 50], [60, 50], [60, 60], [50, 60], [50, 50]]]]},
             "properties": {"objectType": "annotation",
               "classification": {"names": ["Immune cells", "Positive"]}}}""";

    private static final String POINT =
            """
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [3, 4]},
             "properties": {}}""";

    private Annotations read(String json) throws IOException {
        return Annotations.read(Files.writeString(folder.resolve("a.geojson"), json));
    }

    @Test
    void annotationsOfQuPathAreReadWithHolesPartsAndClasses() throws IOException {
        Annotations read =
                read(
                        "{\"type\": \"FeatureCollection\", \"features\": ["
                                + String.join(",", TUMOUR, TWO_PARTS, POINT)
                                + "]}");
        assertThat(read.regions()).hasSize(2);
        SlideRegion tumour = read.regions().get(0);
        assertThat(tumour.name()).isEqualTo("left");
        assertThat(tumour.classification()).contains("Tumor");
        assertThat(tumour.outline().getArea()).isEqualTo(100 * 100 - 20 * 20);
        assertThat(read.regions().get(1).classification()).contains("Immune cells: Positive");
        assertThat(read.regions().get(1).outline().getArea()).isEqualTo(200);
        assertThat(read.notes())
                .containsExactly("1 annotation without an area (Point) were left out");
    }

    @Test
    void aListOfFeaturesOneFeatureAndAGeometryAreReadToo() throws IOException {
        assertThat(read("[" + TUMOUR + "," + TWO_PARTS + "]").regions()).hasSize(2);
        assertThat(read(TUMOUR).regions()).hasSize(1);
        assertThat(read("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9]]]}").regions())
                .hasSize(1);
        assertThat(read("{\"type\":\"FeatureCollection\",\"features\":[]}").regions()).isEmpty();
    }

    @Test
    void anOutlineThatCrossesItselfIsMendedAndSaid() throws IOException {
        Annotations read =
                read(
                        "{\"type\":\"Polygon\",\"coordinates\":"
                                + "[[[0,0],[10,10],[10,0],[0,10],[0,0]]]}");
        assertThat(read.regions().get(0).outline().isValid()).isTrue();
        assertThat(read.regions().get(0).outline().getArea()).isEqualTo(50);
        assertThat(read.notes()).singleElement().asString().contains("mended");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\"",
                "{\"type\":\"FeatureCollection\",\"features\":[7]}",
                "{\"type\":\"FeatureCollection\",\"features\":{}}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,\"x\"],[9,9]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1e300,0],[9,9]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[NaN,0],[9,9]]]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,9]]]}",
                "{\"type\":\"Polygon\"}",
                "{\"hello\":1}",
                "[]trailing"
            })
    void whatIsNoGeoJsonIsRefused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a.geojson")
                .hasMessageContaining("export them again");
    }

    @Test
    void nestingDeeperThanTheStackIsRefused() {
        String deep = "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(50_000);
        assertThatThrownBy(() -> read(deep)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> read(deep + "]}".repeat(50_000)))
                .isInstanceOf(RefusedException.class);
    }
}
