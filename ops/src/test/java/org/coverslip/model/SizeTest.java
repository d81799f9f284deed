package org.coverslip.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SizeTest {

    @Test
    void aFixedSizeAllowsOnlyItself() {
        Size size = new Size.Fixed(224);
        assertThat(size.allows(224)).isTrue();
        assertThat(size.allows(225)).isFalse();
        assertThat(size.nearest(1000)).isEqualTo(224);
        assertThat(size.text()).isEqualTo("224");
    }

    @Test
    void aSteppedSizeTakesTheNearestStepUpOnATie() {
        Size size = new Size.Stepped(16, 16);
        assertThat(size.nearest(1)).isEqualTo(16);
        assertThat(size.nearest(39)).isEqualTo(32);
        assertThat(size.nearest(40)).isEqualTo(48);
        assertThat(size.atLeast(33)).isEqualTo(48);
        assertThat(size.text()).isEqualTo("16+16n");
    }

    @Test
    void minimumAndStepOfOneAllowAnything() {
        assertThat(Size.stepped(1, 1)).isEqualTo(Size.ANY);
        assertThat(Size.ANY.nearest(77)).isEqualTo(77);
        assertThat(Size.ANY.allows(0)).isFalse();
    }

    @Property
    void whatIsProposedIsAllowedAndNothingAllowedIsNearer(
            @ForAll @IntRange(min = 1, max = 500) int min,
            @ForAll @IntRange(min = 1, max = 500) int step,
            @ForAll @IntRange(min = 1, max = 5000) int length) {
        Size size = new Size.Stepped(min, step);
        int nearest = size.nearest(length);
        assertThat(size.allows(nearest)).isTrue();
        int distance = Math.abs(nearest - length);
        for (int n = Math.max(1, length - distance + 1); n < length + distance; n++) {
            assertThat(size.allows(n)).isFalse();
        }
        assertThat(size.allows(size.atLeast(length))).isTrue();
        assertThat(size.atLeast(length)).isGreaterThanOrEqualTo(length);
    }

    @Property
    void hugeLengthsStayWithinIntegers(
            @ForAll @IntRange(min = 1) int min, @ForAll @IntRange(min = 1) int step) {
        Size size = new Size.Stepped(min, step);
        assertThat(size.allows(size.atLeast(Long.MAX_VALUE))).isTrue();
    }
}
