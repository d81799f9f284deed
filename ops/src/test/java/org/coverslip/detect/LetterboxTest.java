package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture goes into the network's input and its boxes come back where they were. */
class LetterboxTest {

    @Property(tries = 500)
    void backIsTheExactInverseOfForth(
            @ForAll @IntRange(min = 2, max = 20000) int width,
            @ForAll @IntRange(min = 2, max = 20000) int height,
            @ForAll @IntRange(min = 32, max = 1280) int into,
            @ForAll @IntRange(min = 32, max = 1280) int high,
            @ForAll @DoubleRange(min = 0, max = 0.5) double part) {
        Letterbox fit = Letterbox.of(width, height, into, high);
        Box box = new Box(part * width, part * height, width, height * (1 - part / 2));
        Box back = fit.back(new Detection(fit.forth(box), 0, 1)).box();
        assertThat(back.x0()).isEqualTo(box.x0(), within(1e-6));
        assertThat(back.y0()).isEqualTo(box.y0(), within(1e-6));
        assertThat(back.x1()).isEqualTo(box.x1(), within(1e-6));
        assertThat(back.y1()).isEqualTo(box.y1(), within(1e-6));
    }

    /** One side fills the input, the other is framed by as much before as behind, or one less. */
    @Property(tries = 500)
    void thePictureIsAsLargeAsItCanBeAndInTheMiddle(
            @ForAll @IntRange(min = 2, max = 20000) int width,
            @ForAll @IntRange(min = 2, max = 20000) int height,
            @ForAll @IntRange(min = 32, max = 1280) int into,
            @ForAll @IntRange(min = 32, max = 1280) int high) {
        Letterbox fit = Letterbox.of(width, height, into, high);
        assertThat(fit.width() == into || fit.height() == high).isTrue();
        assertThat(fit.width()).isBetween(1, into);
        assertThat(fit.height()).isBetween(1, high);
        assertThat(into - fit.width() - 2 * fit.left()).isBetween(0, 1);
        assertThat(high - fit.height() - 2 * fit.top()).isBetween(0, 1);
    }

    /** Computed by hand from Ultralytics' letterbox: round(side * r), then round(half - 0.1). */
    @ParameterizedTest
    @CsvSource({
        "1920,1080,640,640,640,360,0,140",
        "333,500,640,640,426,640,107,0",
        "3,1000,640,640,2,640,319,0",
        "641,640,640,640,640,639,0,0",
        "500,375,416,416,416,312,0,52",
    })
    void asYoloFitsIt(int w, int h, int into, int high, int width, int height, int left, int top) {
        assertThat(Letterbox.of(w, h, into, high))
                .isEqualTo(new Letterbox(w, h, width, height, left, top));
    }

    @Test
    void whatWasFoundOnTheFrameIsCutOffWithItsOutline() {
        Letterbox fit = Letterbox.of(200, 100, 100, 100);
        Box box = new Box(40, 0, 60, 50);
        Detection back = fit.back(new Detection(box, 1, 0.5, Optional.of(Outline.of(box))));
        assertThat(back.box()).isEqualTo(new Box(80, 0, 120, 50));
        assertThat(back.outline().orElseThrow().bounds()).isEqualTo(new Box(80, 0, 120, 50));
        Box frame = new Box(10, 2, 30, 20);
        Detection gone = fit.back(new Detection(frame, 1, 0.5, Optional.of(Outline.of(frame))));
        assertThat(gone.box().area()).isZero();
        assertThat(gone.outline()).isEmpty();
    }

    @Test
    void stretchedEachAxisHasItsOwnFactor() {
        Letterbox fit = Letterbox.stretched(200, 50, 100, 100);
        assertThat(fit.back(new Detection(new Box(10, 10, 20, 30), 0, 1)).box())
                .isEqualTo(new Box(20, 5, 40, 15));
    }
}
