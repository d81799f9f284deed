package org.coverslip.tensorflow.keras.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.coverslip.tensorflow.keras.config.Fault;
import org.junit.jupiter.api.Test;

/** Extents known before a network runs, and those that follow the input. */
class ShapeTest {

    private static final Shape IMAGE = Shape.of(-1, 4, -1, 3);

    @Test
    void axesCountFromBothEnds() {
        assertThat(IMAGE.axis(-1, "it")).isEqualTo(3);
        assertThat(IMAGE.axis(1, "it")).isEqualTo(1);
        assertThatThrownBy(() -> IMAGE.axis(4, "it"))
                .isInstanceOf(Fault.class)
                .hasMessage("it works on axis 4 of an input with 4 axes");
    }

    @Test
    void extentsOfOneAreRepeated() {
        assertThat(IMAGE.broadcast(Shape.of(-1, 1, 1, 3), "it")).isEqualTo(IMAGE);
        assertThat(IMAGE.broadcast(Shape.of(3), "it")).isEqualTo(IMAGE);
        assertThat(IMAGE.broadcast(Shape.of(), "it")).isEqualTo(IMAGE);
    }

    @Test
    void aKnownExtentSettlesAnUnknownOne() {
        assertThat(IMAGE.broadcast(Shape.of(-1, 4, 5, 3), "it")).isEqualTo(Shape.of(-1, 4, 5, 3));
    }

    @Test
    void extentsThatContradictEachOtherAreAFault() {
        assertThatThrownBy(() -> IMAGE.broadcast(Shape.of(-1, 5, 5, 3), "it"))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("[?,4,?,3] and [?,5,5,3]");
    }

    @Test
    void theNumberOfElementsIsUnknownIfAnExtentIs() {
        assertThat(IMAGE.elements()).isEqualTo(Shape.UNKNOWN);
        assertThat(IMAGE.slice(3, 4).elements()).isEqualTo(3);
        assertThatThrownBy(() -> Shape.of(1L << 40, 1L << 40).elements())
                .isInstanceOf(ArithmeticException.class);
    }
}
