package org.coverslip.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run writes down of a tile is what it reads when it goes on. */
class BoxTextTest {

    @Test
    void comesBackToHundredthsOfAPixel() {
        Outline outline = new Outline(new double[] {0, 5.25, 2}, new double[] {0.01, 0, 7.5});
        List<Detection> found =
                List.of(
                        new Detection(new Box(-0.5, 2.07, 99999.99, 4), 3, 0.012345),
                        new Detection(new Box(1, 2, 3, 4), 0, 1, Optional.of(outline)));
        String text = BoxText.write(found);
        assertThat(text)
                .isEqualTo(
                        "3:0.012345:-0.50:2.07:99999.99:4.00;"
                                + "0:1.000000:1.00:2.00:3.00:4.00:0.00 0.01 5.25 0.00 2.00 7.50");
        List<Detection> back = BoxText.read(text);
        assertThat(back.get(0)).isEqualTo(found.get(0));
        assertThat(back.get(1).outline().orElseThrow().y()).containsExactly(0.01, 0, 7.5);
        assertThat(BoxText.read("")).isEmpty();
    }
}
