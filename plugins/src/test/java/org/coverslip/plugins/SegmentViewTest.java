package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import ij.gui.Roi;
import java.awt.geom.Rectangle2D;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outlines are laid over the image as they are, with their holes. */
class SegmentViewTest {

    @TempDir Path dir;

    @Test
    void objectsWithHolesAndOfSeveralPartsKeepThem() throws Exception {
        Files.writeString(
                dir.resolve("objects.geojson"),
                """
                [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                  [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]}, "properties": {}},
                 {"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                  [[[20, 0], [40, 0], [40, 20], [20, 20], [20, 0]],
                   [[25, 5], [25, 15], [35, 15], [35, 5], [25, 5]]]}, "properties": {}},
                 {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates":
                  [[[[50, 0], [60, 0], [60, 10], [50, 10], [50, 0]]],
                   [[[60, 10], [70, 10], [70, 20], [60, 20], [60, 10]]]]}, "properties": {}}]
                """);
        List<Roi> rois = SegmentView.outlines(dir, 1);
        assertThat(rois).hasSize(3);
        assertThat(rois.get(0).getType()).isEqualTo(Roi.POLYGON);
        assertThat(rois.get(0).getStatistics().area).isEqualTo(100);
        assertThat(rois.get(1).contains(22, 10)).isTrue();
        assertThat(rois.get(1).contains(30, 10)).isFalse();
        assertThat(rois.get(2).contains(55, 5)).isTrue();
        assertThat(rois.get(2).contains(65, 15)).isTrue();
        assertThat(rois.get(2).contains(55, 15)).isFalse();
        // Over a picture of half the size each is half as large.
        assertThat(SegmentView.outlines(dir, 2).get(1).getFloatBounds())
                .isEqualTo(new Rectangle2D.Double(10, 0, 10, 10));
    }
}
