package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

/** Outlines, against the geometry library. */
class OutlineTest {

    private static final GeometryFactory JTS = new GeometryFactory();

    private static Polygon polygon(Outline outline) {
        Coordinate[] ring = new Coordinate[outline.size() + 1];
        for (int i = 0; i < ring.length; i++) {
            int at = i % outline.size();
            ring[i] = new Coordinate(outline.x()[at], outline.y()[at]);
        }
        return JTS.createPolygon(ring);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void clippingATriangleLeavesWhatItHasInCommonWithThePicture(
            @ForAll @DoubleRange(min = -50, max = 150) double x0,
            @ForAll @DoubleRange(min = -50, max = 150) double y0,
            @ForAll @DoubleRange(min = -50, max = 150) double x1,
            @ForAll @DoubleRange(min = -50, max = 150) double y1,
            @ForAll @DoubleRange(min = -50, max = 150) double x2,
            @ForAll @DoubleRange(min = -50, max = 150) double y2) {
        Outline triangle = new Outline(new double[] {x0, x1, x2}, new double[] {y0, y1, y2});
        assertThat(triangle.area()).isEqualTo(polygon(triangle).getArea(), within(1e-6));
        double common =
                JTS.toGeometry(new Envelope(0, 100, 0, 60))
                        .intersection(polygon(triangle))
                        .getArea();
        double clipped = triangle.clip(100, 60).map(Outline::area).orElse(0.0);
        assertThat(clipped).isEqualTo(common, within(1e-6));
        triangle.clip(100, 60)
                .ifPresent(o -> assertThat(o.bounds().clip(100, 60)).isEqualTo(o.bounds()));
    }

    @Test
    void whatLiesInsideStaysItself() {
        Outline inside = new Outline(new double[] {0, 100, 50}, new double[] {0, 0, 60});
        assertThat(inside.clip(100, 60)).containsSame(inside);
    }

    @Test
    void aQuarterTurnSwapsWidthAndHeightAndTheCornersGoClockwise() {
        Outline turned = Outline.turned(new Box(0, 0, 10, 4), Math.PI / 2);
        assertThat(turned.bounds().width()).isEqualTo(4, within(1e-12));
        assertThat(turned.bounds().height()).isEqualTo(10, within(1e-12));
        // The upper left corner goes to the upper right: clockwise, as y points down.
        assertThat(turned.x()[0]).isEqualTo(7, within(1e-12));
        assertThat(turned.y()[0]).isEqualTo(-3, within(1e-12));
    }

    @Test
    void onlyUprightRectanglesAreBoxes() {
        assertThat(Outline.of(new Box(1, 2, 5, 9)).isBox()).isTrue();
        double[] x = {1, 1, 5, 5};
        double[] y = {2, 9, 9, 2};
        assertThat(new Outline(x, y).isBox()).as("the other way round").isTrue();
        assertThat(new Outline(new double[] {1, 5, 5, 1.5}, y).isBox()).isFalse();
        assertThat(new Outline(new double[] {1, 5, 1, 5}, y).isBox()).as("crossed").isFalse();
        assertThat(Outline.turned(new Box(1, 2, 5, 9), 0.1).isBox()).isFalse();
        assertThat(new Outline(new double[] {1, 5, 5}, new double[] {2, 2, 9}).isBox()).isFalse();
    }
}
