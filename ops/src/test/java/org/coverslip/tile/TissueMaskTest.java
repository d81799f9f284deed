package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.coverslip.tile.DrawnSlide.EOSIN;
import static org.coverslip.tile.DrawnSlide.GLASS;
import static org.coverslip.tile.DrawnSlide.PALE;
import static org.coverslip.tile.DrawnSlide.disc;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.util.Optional;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.coverslip.slide.PixelSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TissueMaskTest {

    private static final int SIDE = 500;

    private static DrawnSlide glass() {
        return new DrawnSlide(SIDE, GLASS);
    }

    private static TissueMask mask(DrawnSlide slide) {
        return TissueMask.of(slide.seen(true));
    }

    /** Whether there is tissue at a pixel of the drawing. */
    private static boolean at(TissueMask mask, double x, double y) {
        return mask.area(x * 16, y * 16, 16, 16) > 128;
    }

    @Test
    void tissueIsFoundWhereItIsInItsSize() {
        TissueMask mask = mask(glass().fill(disc(250, 250, 100), EOSIN));
        // 100 pixels of 8 um, and a margin of 15 um.
        double radius = 0.8 + 0.015;
        assertThat(mask.squareMillimetres().getAsDouble())
                .isCloseTo(Math.PI * radius * radius, within(0.03));
        assertThat(mask.kind()).isEqualTo(TissueKind.STAINED);
        assertThat(mask.notes()).isEmpty();
        assertThat(mask.area(250 * 16, 0, 250 * 16, 500 * 16) / mask.area(0, 0, 8000, 8000))
                .isCloseTo(0.5, within(0.005));
    }

    @Test
    void paleTissueInACornerOfUnevenLightIsFoundBesideDarkTissue() {
        TissueMask mask =
                mask(glass().fill(disc(250, 250, 100), EOSIN).fill(disc(70, 70, 50), PALE));
        assertThat(at(mask, 70, 70)).isTrue();
        assertThat(at(mask, 40, 50)).isTrue();
    }

    @Test
    void emptyGlassGivesAnEmptyMask() {
        assertThat(mask(glass()).isEmpty()).isTrue();
        assertThat(mask(new DrawnSlide(SIDE, Color.BLACK)).isEmpty()).isTrue();
        assertThat(mask(new DrawnSlide(SIDE, Color.WHITE)).isEmpty()).isTrue();
    }

    @Test
    void yellowishGlassIsGlass() {
        Color yellowish = new Color(240, 238, 222);
        TissueMask mask = mask(new DrawnSlide(SIDE, yellowish).fill(disc(250, 250, 60), EOSIN));
        assertThat(at(mask, 250, 250)).isTrue();
        assertThat(at(mask, 250, 100)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"60,80,190", "40,150,90", "205,25,35", "25,25,40"})
    void penMarksAreKeptOutBesideAndOverTissue(int r, int g, int b) {
        TissueMask mask =
                mask(
                        glass().fill(disc(300, 300, 120), EOSIN)
                                .stroke(new Line2D.Double(30, 60, 200, 80), 24, new Color(r, g, b))
                                .stroke(
                                        new Line2D.Double(280, 300, 460, 300),
                                        24,
                                        new Color(r, g, b)));
        assertThat(at(mask, 300, 230)).isTrue();
        for (int x = 40; x < 190; x += 10) assertThat(at(mask, x, 60 + x / 9.0)).isFalse();
        for (int x = 290; x < 450; x += 10) assertThat(at(mask, x, 300)).isFalse();
        assertThat(mask.notes()).singleElement().asString().contains("pen marks");
    }

    @Test
    void greenStainsCanBeKept() {
        DrawnSlide trichrome = glass().fill(disc(250, 250, 100), new Color(90, 170, 140));
        assertThat(mask(trichrome).isEmpty()).isTrue();
        TissueMask kept =
                TissueMask.of(
                        trichrome.seen(true),
                        TissueKind.STAINED,
                        TissueSettings.MICROMETRES.withPen());
        assertThat(at(kept, 250, 250)).isTrue();
    }

    @Test
    void greyGlassEdgesAndShadowsAreKeptOut() {
        TissueMask mask =
                mask(
                        glass().fill(new Rectangle(0, 0, 500, 40), new Color(150, 150, 152))
                                .stroke(new Line2D.Double(0, 60, 499, 66), 5, Color.DARK_GRAY)
                                .fill(disc(250, 300, 60), EOSIN));
        assertThat(mask.area(0, 0, 8000, 100 * 16)).isZero();
    }

    @Test
    void lumensBelongToTheTissueAndCystsDoNot() {
        TissueMask mask =
                mask(
                        glass().fill(disc(250, 250, 200), EOSIN)
                                .fill(disc(150, 250, 20), GLASS)
                                .fill(disc(320, 250, 70), GLASS));
        assertThat(at(mask, 150, 250)).isTrue();
        assertThat(at(mask, 320, 250)).isFalse();
    }

    @Test
    void dustIsRemovedByItsAreaInSquareMicrometres() {
        // 0.02 mm2 is a disc of radius 10 pixels of 8 um.
        TissueMask mask =
                mask(glass().fill(disc(100, 100, 7), EOSIN).fill(disc(300, 300, 14), EOSIN));
        assertThat(at(mask, 100, 100)).isFalse();
        assertThat(at(mask, 300, 300)).isTrue();
    }

    @Test
    void withoutAPixelSizeAreasAreInPixelsAndThatIsSaid() {
        TissueMask mask = TissueMask.of(glass().fill(disc(300, 300, 30), EOSIN).seen(false));
        assertThat(at(mask, 300, 300)).isTrue();
        assertThat(mask.squareMillimetres()).isEmpty();
        assertThat(mask.notes())
                .singleElement()
                .asString()
                .startsWith("the pixel size is unknown: patches below 100")
                .contains("500 x 500 mask");
        assertThatThrownBy(
                        () ->
                                TissueMask.of(
                                        glass().seen(false),
                                        TissueKind.STAINED,
                                        TissueSettings.MICROMETRES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fluorescenceIsBrightOnDark() {
        int n = 400;
        short[] pixels = new short[n * n];
        Random random = new Random(2);
        for (int i = 0; i < pixels.length; i++) {
            double r = Math.hypot(i % n - 120, i / n - 200);
            boolean nucleus = r < 80 && i % n % 6 < 2 && i / n % 6 < 2;
            double light = nucleus ? 3000 : r < 80 ? 160 : 100;
            pixels[i] = (short) Math.round(light + 5 * random.nextGaussian());
        }
        TissueMask mask = TissueMask.of(grey(pixels, n));
        assertThat(mask.kind()).isEqualTo(TissueKind.FLUORESCENCE);
        assertThat(mask.notes()).contains("tissue was taken to be bright on a dark ground");
        assertThat(at(mask, 120, 200)).isTrue();
        assertThat(at(mask, 300, 200)).isFalse();
    }

    @Test
    void fluorescenceThatIsOnlyNoiseHasNoTissue() {
        short[] pixels = new short[400 * 400];
        Random random = new Random(3);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) Math.round(100 + 5 * random.nextGaussian());
        }
        assertThat(TissueMask.of(grey(pixels, 400)).isEmpty()).isTrue();
    }

    private static Overview grey(short[] pixels, int side) {
        return Overview.of(
                ArrayImgs.unsignedShorts(pixels, side, side, 1),
                1,
                false,
                16,
                Optional.of(new PixelSize(0.5, 0.5)));
    }

    @Test
    void theMaskIsAnImageThatKnowsItsPlace() {
        TissueMask mask = mask(glass().fill(disc(250, 250, 100), EOSIN));
        assertThat(mask.image().dimensionsAsLongArray()).containsExactly(500, 500);
        assertThat(mask.image().getAt(250, 250).get()).isEqualTo(255);
        assertThat(mask.image().getAt(10, 10).get()).isZero();
        assertThat(mask.placement()).isEqualTo(new Placement(16, 16, 0, 0));
        assertThat(mask.pixelSize()).contains(new PixelSize(8, 8));
    }

    @Test
    void anOverviewIsTheMeanOfBlocks() {
        byte[] ramp = new byte[5 * 3];
        for (int i = 0; i < ramp.length; i++) ramp[i] = (byte) (i * 10);
        Overview half =
                Overview.of(ArrayImgs.unsignedBytes(ramp, 5, 3, 1), 2, false, 4, Optional.empty());
        assertThat(half.plane(0)).containsExactly(30, 50, 65, 105, 125, 140);
        assertThat(half.placement()).isEqualTo(new Placement(8, 8, 0, 0));
    }

    @Test
    void colourOf16BitIsSeenAsThatOf8Bit() {
        short[] pixels = new short[3 * 200 * 200];
        for (int i = 0; i < pixels.length; i++) {
            int at = i % 40_000;
            boolean tissue = Math.hypot(at % 200 - 100, at / 200 - 100) < 50;
            int value = !tissue ? 240 : i / 40_000 == 1 ? 130 : 210;
            pixels[i] = (short) (value * 257);
        }
        TissueMask mask =
                TissueMask.of(
                        Overview.of(
                                ArrayImgs.unsignedShorts(pixels, 200, 200, 3),
                                1,
                                true,
                                16,
                                Optional.of(new PixelSize(0.5, 0.5))));
        assertThat(mask.kind()).isEqualTo(TissueKind.STAINED);
        assertThat(at(mask, 100, 100)).isTrue();
        assertThat(at(mask, 20, 20)).isFalse();
    }
}
