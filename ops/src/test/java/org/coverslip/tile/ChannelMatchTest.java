package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

class ChannelMatchTest {

    private final float[] red = {10, 0};
    private final float[] green = {20, 0};
    private final float[] blue = {30, 255};

    @Test
    void channelsThatFitStayAsTheyAre() {
        float[][] seven = new float[7][2];
        assertThat(ChannelMatch.of("a", 7, false, 7).apply(seven)).isSameAs(seven);
    }

    @Test
    void alphaIsLeftAway() {
        float[][] seen =
                ChannelMatch.of("a", 4, true, 3).apply(new float[][] {red, green, blue, {9, 9}});
        assertThat(seen).hasDimensions(3, 2);
        assertThat(seen[2]).containsExactly(30, 255);
    }

    @Test
    void greyStandsForThreeEqualColours() {
        float[][] seen = ChannelMatch.of("a", 1, false, 3).apply(new float[][] {red});
        assertThat(seen[0]).containsExactly(seen[2]);
    }

    @Test
    void colourBecomesLuminanceAsPillowComputesIt() {
        // Pillow: Image.new("RGB", (1, 1), (10, 20, 30)).convert("L") is 18 (18.15 before
        // rounding).
        float[][] seen = ChannelMatch.of("a", 3, true, 1).apply(new float[][] {red, green, blue});
        assertThat(seen[0][0]).isCloseTo(18.15f, within(1e-4f));
    }

    @Test
    void anythingElseIsForTheUserToDecide() {
        assertThatThrownBy(() -> ChannelMatch.of("stain.tif", 7, false, 3))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("stain.tif: it has 7 channels but the model takes 3;");
        assertThatThrownBy(() -> ChannelMatch.of("a", 3, false, 1))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> ChannelMatch.of("a", 1, false, 4))
                .isInstanceOf(RefusedException.class);
    }
}
