package org.coverslip.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.StepContext;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.ElementType;
import org.coverslip.slide.ValueRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code normalize=} of import-model makes of one pixel with red 255, green 51, blue 0. */
class NormalizationTest {

    private static float[] pixel(String text) {
        TensorBlock block =
                new TensorBlock(new float[] {255, 51, 0}, new int[] {1, 1, 1, 3}, "byxc");
        Step.applyAll(Normalization.parse(text).steps(), block, StepContext.NONE);
        return block.data();
    }

    @Test
    void zeroToOneDividesBy255() {
        assertThat(pixel("0..1")).containsExactly(new float[] {1, 0.2f, 0}, within(1e-7f));
        assertThat(Normalization.parse("0..1").valueRange()).hasValue(new ValueRange(0, 255));
    }

    @Test
    void minusOneToOneIsKerasTfMode() {
        assertThat(pixel("-1..1")).containsExactly(new float[] {1, -0.6f, -1}, within(1e-6f));
    }

    @Test
    void caffeIsBlueGreenRedMinusTheImageNetMeans() {
        assertThat(pixel("caffe"))
                .containsExactly(
                        new float[] {-103.939f, 51 - 116.779f, 255 - 123.68f}, within(1e-4f));
    }

    @Test
    void samplewiseHasMeanZeroAndDeviationOne() {
        float[] p = pixel("samplewise");
        assertThat(p[0] + p[1] + p[2]).isCloseTo(0, within(1e-5f));
        assertThat((p[0] * p[0] + p[1] * p[1] + p[2] * p[2]) / 3).isCloseTo(1, within(1e-5f));
    }

    @Test
    void noneLeavesTheStoredValues() {
        assertThat(pixel("none")).containsExactly(255, 51, 0);
    }

    @Test
    void meanAndDeviationAreInUnitsOfTheStoredValues() {
        assertThat(pixel("100;10")).containsExactly(new float[] {15.5f, -4.9f, -10}, within(1e-5f));
        assertThat(pixel("1,2,3;2,2,2"))
                .containsExactly(new float[] {127, 24.5f, -1.5f}, within(1e-5f));
    }

    @Test
    void torchvisionDividesFirst() {
        assertThat(pixel("0..1;0.485,0.456,0.406;0.229,0.224,0.225"))
                .containsExactly(
                        new float[] {
                            (1 - 0.485f) / 0.229f, (0.2f - 0.456f) / 0.224f, -0.406f / 0.225f
                        },
                        within(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0..2", "1;2;3", "a;b", "1,2;3", "1;0", "1;-1", "NaN;1", "1;;1", "1;"})
    void anythingElseIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> Normalization.parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("normalize=" + text);
    }

    @Test
    void numbersForAnotherCountOfChannelsAreRefused() {
        InputSpec grey =
                new InputSpec(
                        "in",
                        "byxc",
                        ElementType.FLOAT32,
                        List.of(Size.ANY, Size.ANY, Size.ANY, new Size.Fixed(1)),
                        List.of());
        assertThatThrownBy(() -> Normalization.parse("caffe").requireFits(grey))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("1 channels");
        assertThatThrownBy(() -> Normalization.parse("1,2,3;1,1,1").requireFits(grey))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("3 means");
    }
}
