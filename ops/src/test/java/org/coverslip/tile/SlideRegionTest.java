package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Rectangle;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.List;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

class SlideRegionTest {

    private static final SlideRegion SQUARE = SlideRegion.of("s", new Rectangle(10, 10, 80, 80));

    @Test
    void theAreaOfARectangleInsideIsExact() {
        Coverage inside = SlideRegion.union(List.of(SQUARE));
        assertThat(inside.area(20, 20, 10, 10)).isEqualTo(100);
        assertThat(inside.area(5, 5, 10, 10)).isCloseTo(25, within(1e-9));
        assertThat(inside.area(100, 100, 10, 10)).isZero();
        assertThat(inside.row(5, 10).area(5, 5, 10, 10)).isCloseTo(25, within(1e-9));
        assertThat(inside.row(200, 10).area(5, 200, 10, 10)).isZero();
    }

    /** What a row cuts off is then an area and a line. */
    @Test
    void anEdgeThatRunsAlongARowIsNoObstacle() {
        Area shape = new Area(new Rectangle(10, 10, 80, 40));
        shape.add(new Area(new Rectangle(10, 50, 30, 40)));
        Coverage row = SlideRegion.union(List.of(SlideRegion.of("L", shape))).row(50, 10);
        assertThat(row.area(30, 50, 20, 10)).isCloseTo(100, within(1e-9));
        assertThat(row.area(60, 50, 10, 10)).isZero();
    }

    @Test
    void whatOverlapsCountsOnce() {
        var other = SlideRegion.of("o", new Rectangle(50, 10, 80, 80));
        assertThat(SlideRegion.union(List.of(SQUARE, other)).area(0, 0, 200, 200))
                .isCloseTo(120 * 80, within(1e-6));
    }

    @Test
    void holesOfAShapeStayHoles() {
        Area ring = new Area(new Ellipse2D.Double(0, 0, 200, 200));
        ring.subtract(new Area(new Ellipse2D.Double(50, 50, 100, 100)));
        Coverage inside = SlideRegion.union(List.of(SlideRegion.of("ring", ring)));
        assertThat(inside.area(90, 90, 20, 20)).isZero();
        assertThat(inside.area(0, 0, 200, 200))
                .isCloseTo(Math.PI * (100 * 100 - 50 * 50), within(60.0));
    }

    @Test
    void withoutRegionsThereIsNothing() {
        assertThat(SlideRegion.union(List.of()).area(0, 0, 10, 10)).isZero();
        assertThat(SlideRegion.union(List.of()).row(0, 10).area(0, 0, 10, 10)).isZero();
    }

    @Test
    void aLineIsNoRegion() {
        assertThatThrownBy(() -> SlideRegion.of("cut", new Line2D.Double(0, 0, 9, 9)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("\"cut\"");
    }
}
