package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
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

    @Test
    void picturesOfBytesStayBytesAndTheirEdgesUnmixed() {
        byte[] white = new byte[50 * 20];
        Arrays.fill(white, (byte) 255);
        Letterbox fit = Letterbox.of(50, 20, 64, 64);
        var input =
                LetterboxSample.framed(ArrayImgs.unsignedBytes(white, 50, 20, 1), fit, 64, 64, 114);
        int frame = 0;
        int picture = 0;
        for (RealType<?> v : Views.iterable(input)) {
            if (v.getRealDouble() == 114) frame++;
            if (v.getRealDouble() == 255) picture++;
        }
        assertThat(picture).isEqualTo(64 * 26);
        assertThat(frame).isEqualTo(64 * (64 - 26));
    }

    /**
     * The picture is a ramp, so that each pixel of the input tells which place of the picture it
     * was taken from: the one that {@link Letterbox#back} names. Around it is grey 114.
     */
    @ParameterizedTest
    @CsvSource({"100,37,64,64", "37,100,64,64", "97,61,200,128", "64,64,64,64", "333,500,96,96"})
    void thePixelsOfTheInputComeFromWhereBackSays(int w, int h, int into, int high) {
        float[] ramp = new float[w * h];
        for (int i = 0; i < ramp.length; i++) ramp[i] = 1000 + i % w;
        Letterbox fit = Letterbox.of(w, h, into, high);
        var input =
                LetterboxSample.framed(
                                ArrayImgs.floats(ramp, w, h, 1), fit, into, high, Letterbox.GREY)
                        .randomAccess();
        for (int y = 0; y < high; y++) {
            for (int x = 0; x < into; x++) {
                double value = input.setPositionAndGet(x, y, 0).getRealDouble();
                boolean frame =
                        x < fit.left()
                                || x >= fit.left() + fit.width()
                                || y < fit.top()
                                || y >= fit.top() + fit.height();
                if (frame) {
                    assertThat(value).isEqualTo(Letterbox.GREY);
                    continue;
                }
                Box pixel = new Box(x, y, x + 1, y + 1);
                double centre = fit.back(new Detection(pixel, 0, 1)).box().centreX();
                // NB: half a pixel at the ramp's ends, where it has no neighbours to go on to.
                assertThat(value - 1000).isEqualTo(centre - 0.5, within(0.55));
            }
        }
    }
}
