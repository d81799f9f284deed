package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Scores;
import org.coverslip.report.ImageFile;
import org.coverslip.report.Table;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.slide.Slides;
import org.coverslip.tile.SlideRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Inside annotations, and nowhere else, pixels and objects count. */
class RegionsTest {

    private static final GeometryFactory FACTORY = new GeometryFactory();

    @TempDir Path dir;

    private static LinearRing ring(int x0, int y0, int x1, int y1) {
        return FACTORY.createLinearRing(
                new Coordinate[] {
                    new Coordinate(x0, y0),
                    new Coordinate(x1, y0),
                    new Coordinate(x1, y1),
                    new Coordinate(x0, y1),
                    new Coordinate(x0, y0)
                });
    }

    private static Polygon box(int x0, int y0, int x1, int y1) {
        return (Polygon) FACTORY.toGeometry(new Envelope(x0, x1, y0, y1));
    }

    private SegmentedRun run(SlideRegion... regions) {
        ByteProcessor p = new ByteProcessor(200, 100);
        p.setColor(1);
        for (int y = 10; y < 100; y += 20)
            for (int x = 10; x < 200; x += 20) p.fillRect(x, y, 4, 4);
        ComputedNetwork n =
                ComputedNetwork.of(1, 2, (s, x, y, c) -> s.at(x, y, 0) == c ? 0.9 : 0.1);
        ModelBundle model =
                n.bundle(dir.resolve("m"))
                        .labels(List.of("background", "dot"))
                        .scores(Scores.SOFTMAX)
                        .build();
        ImagePlus image = new ImagePlus("p", p);
        ImageItem item =
                new ImageItem(
                        new ImageFile("image", 1, 1),
                        Optional.empty(),
                        () -> Slides.of(image),
                        List::of,
                        () -> List.of(regions));
        SegmentOptions o =
                new SegmentOptions(
                        new TileOptions(Region.ROIS, 0, 0),
                        64,
                        0,
                        false,
                        new ObjectOptions(ObjectOptions.Method.COMPONENTS, 0, 0, 0));
        return SegmentedRun.of(model, n, item, o, dir.resolve("out"));
    }

    private static String cell(SegmentedRun run, int row, String column) {
        Table rois = Table.read(run.folder().resolve("rois.csv"));
        return rois.rows().get(row).get(rois.columns().indexOf(column));
    }

    @Test
    void aHoleInAnAnnotationDoesNotCount() {
        Polygon outline =
                FACTORY.createPolygon(
                        ring(0, 0, 100, 100), new LinearRing[] {ring(20, 20, 60, 60)});
        SegmentedRun run = run(new SlideRegion("ring", Optional.of("Tumor"), outline));
        assertThat(run.result().failures()).isEmpty();
        // NB: 5 x 5 dots, 2 x 2 of them in the hole.
        assertThat(cell(run, 0, "dot objects")).isEqualTo("21");
        assertThat(Double.parseDouble(cell(run, 0, "dot fraction")))
                .isEqualTo(Double.parseDouble("0.04"));
        assertThat(run.objects("x")).hasSize(21);
        assertThat(run.labels().getProcessor().get(31, 31)).isZero();
        assertThat(run.labels().getProcessor().get(11, 11)).isPositive();
    }

    @Test
    void annotationsThatOverlapAreEachCountedWhole() {
        SegmentedRun run =
                run(
                        new SlideRegion("a", Optional.empty(), box(0, 0, 100, 100)),
                        new SlideRegion("b", Optional.empty(), box(60, 0, 200, 100)),
                        new SlideRegion("", Optional.empty(), box(60, 0, 80, 20)));
        assertThat(cell(run, 0, "dot objects")).isEqualTo("25");
        assertThat(cell(run, 1, "dot objects")).isEqualTo("35");
        assertThat(cell(run, 2, "dot objects")).isEqualTo("1");
        assertThat(run.objects("x")).hasSize(50);
    }

    @Test
    void annotationsOfSeveralPartsAreOne() {
        SegmentedRun run =
                run(
                        new SlideRegion(
                                "two",
                                Optional.empty(),
                                FACTORY.createMultiPolygon(
                                        new Polygon[] {
                                            box(0, 0, 20, 20), box(180, 80, 200, 100)
                                        })));
        assertThat(cell(run, 0, "dot objects")).isEqualTo("2");
        assertThat(run.objects("y")).containsExactly("12", "92");
    }

    @Test
    void annotationsBesideTheImageAreToldAndNotCalledEmpty() {
        SegmentedRun run = run(new SlideRegion("off", Optional.empty(), box(500, 500, 600, 600)));
        assertThat(run.result().failures().values())
                .singleElement()
                .asString()
                .contains("none of its ROIs lies on it");
        assertThat(run.folder().resolve("image/labels.tif")).doesNotExist();
    }
}
