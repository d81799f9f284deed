package org.coverslip.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.junit.jupiter.api.Test;

class InputSpecTest {

    private static InputSpec unknown(Size... sizes) {
        return new InputSpec("x", "", ElementType.FLOAT32, List.of(sizes), List.of(), false);
    }

    @Test
    void axesThatTheUserGivesMakeAnUnknownTensorAnImage() {
        InputSpec image = unknown().withAxes("byxc");
        assertThat(image.isImage()).isTrue();
        assertThat(image.sizes()).containsOnly(Size.ANY).hasSize(4);
        assertThat(image.preprocessingKnown()).isFalse();
        Size three = new Size.Fixed(3);
        InputSpec first = unknown(Size.ANY, three, Size.ANY, Size.ANY).withAxes("bcyx");
        assertThat(first.channels()).hasValue(3);
    }

    @Test
    void axesThatDoNotFitAreRefused() {
        InputSpec four = unknown(Size.ANY, Size.ANY, Size.ANY, Size.ANY);
        for (String wrong : List.of("byx", "bbyx", "abcd", "")) {
            assertThatThrownBy(() -> four.withAxes(wrong))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("axes=" + wrong);
        }
    }

    @Test
    void onlyTensorsWithTwoSpatialAxesTakeImages() {
        assertThat(unknown(Size.ANY, Size.ANY, Size.ANY).isImage()).isFalse();
        assertThat(unknown(Size.ANY, Size.ANY, Size.ANY, Size.ANY).isImage()).isTrue();
        assertThat(unknown(Size.ANY, Size.ANY).withAxes("yx").isImage()).isTrue();
        assertThat(unknown(Size.ANY, Size.ANY).withAxes("bc").isImage()).isFalse();
    }
}
