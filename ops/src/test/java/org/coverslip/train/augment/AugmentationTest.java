package org.coverslip.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a picture before a network learns from it. */
class AugmentationTest {

    private static final int SIZE = 16;

    /** No two pixels and no two channels are alike. */
    private static float[] ramp(int channels) {
        float[] pixels = new float[SIZE * SIZE * channels];
        for (int i = 0; i < pixels.length; i++) pixels[i] = i * 250f / pixels.length;
        return pixels;
    }

    @Test
    void noneLeavesEveryValueAsItIs() {
        assertThat(Augmentation.NONE.apply(ramp(3), SIZE, 3, 7)).isEqualTo(ramp(3));
    }

    @Test
    void flipsAndQuarterTurnsGiveTheEightViewsOfASquareAndChangeNoValue() {
        Augmentation both = Augmentation.parse("flip,rotate");
        Set<List<Float>> views = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            float[] view = both.apply(ramp(1), SIZE, 1, seed);
            Float[] boxed = new Float[view.length];
            for (int i = 0; i < view.length; i++) boxed[i] = view[i];
            views.add(List.of(boxed));
            float[] sorted = view.clone();
            Arrays.sort(sorted);
            assertThat(sorted).isEqualTo(ramp(1));
        }
        assertThat(views).hasSize(8);
    }

    @Test
    void aTurnByAnAngleMovesThingsAndKeepsTheMiddle() {
        float[] dot = new float[31 * 31];
        dot[15 * 31 + 15] = 100;
        float[] turned = Augmentation.parse("rotate=40").apply(dot.clone(), 31, 1, 3);
        assertThat(turned[15 * 31 + 15]).isCloseTo(100, within(1e-3f));
        float[] ramp = Augmentation.parse("rotate=40").apply(ramp(1), SIZE, 1, 3);
        assertThat(ramp).isNotEqualTo(ramp(1));
    }

    @Test
    void aShiftMovesByAtMostItsPartOfTheEdge() {
        for (int seed = 0; seed < 50; seed++) {
            float[] dot = new float[101 * 101];
            dot[50 * 101 + 50] = 100;
            float[] moved = Augmentation.parse("shift=0.1").apply(dot, 101, 1, seed);
            for (int i = 0; i < moved.length; i++) {
                if (moved[i] == 0) continue;
                assertThat(Math.abs(i % 101 - 50)).isLessThanOrEqualTo(11);
                assertThat(Math.abs(i / 101 - 50)).isLessThanOrEqualTo(11);
            }
        }
    }

    @Test
    void stainJitterLeavesGlassAndChangesTissue() {
        Augmentation stain = Augmentation.parse("stain=0.3");
        float[] pixels = {255, 255, 255, 120, 60, 150, 230, 150, 190};
        for (int seed = 0; seed < 50; seed++) {
            float[] out = stain.apply(pixels.clone(), 1, 3, seed);
            for (int c = 0; c < 3; c++) assertThat(out[c]).isCloseTo(255, within(0.6f));
            for (float v : out) assertThat(v).isBetween(0f, 255f);
        }
        assertThat(stain.apply(pixels.clone(), 1, 3, 1)).isNotEqualTo(pixels);
    }

    @Test
    void moreHaematoxylinMakesANucleusDarkerByTheFactorOfItsDensity() {
        double[] haematoxylin = {0.651, 0.701, 0.290};
        float[] nucleus = new float[3];
        for (int c = 0; c < 3; c++) {
            nucleus[c] = (float) (256 * Math.exp(-haematoxylin[c]) - 1);
        }
        for (int seed = 0; seed < 30; seed++) {
            float[] out = Augmentation.parse("stain=0.5").apply(nucleus.clone(), 1, 3, seed);
            double[] factor = new double[3];
            for (int c = 0; c < 3; c++) {
                factor[c] = -Math.log((out[c] + 1) / 256) / haematoxylin[c];
            }
            assertThat(factor[0]).isBetween(0.49, 1.51);
            assertThat(factor[1]).isCloseTo(factor[0], within(0.01));
            assertThat(factor[2]).isCloseTo(factor[0], within(0.02));
        }
    }

    @Test
    void theSameSeedGivesTheSamePicture() {
        Augmentation all = Augmentation.parse("flip,rotate=10,shift,zoom,brightness=0.2,stain=0.2");
        float[] once = all.apply(ramp(3), SIZE, 3, 5);
        assertThat(all.apply(ramp(3), SIZE, 3, 5)).isEqualTo(once);
        assertThat(all.apply(ramp(3), SIZE, 3, 6)).isNotEqualTo(once);
        for (float v : once) assertThat(v).isBetween(0f, 255f);
    }

    @Test
    void itsTextReadsBackAsTheSame() {
        for (Augmentation a :
                List.of(Augmentation.NONE, Augmentation.SLIDES, Augmentation.PICTURES)) {
            assertThat(Augmentation.parse(a.toString())).isEqualTo(a);
        }
        Augmentation all = Augmentation.parse("rotate=15,zoom=0.3");
        assertThat(Augmentation.parse(all.toString())).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "blur", "shift=far", "shift=0.9", "stain=-1", "rotate=270"})
    void whatIsNotKnownIsRefused(String text) {
        assertThatThrownBy(() -> Augmentation.parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("augment=" + text);
    }
}
