package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.slide.ValueRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueMappingTest {

    private static final Optional<ValueRange> BYTES = Optional.of(new ValueRange(0, 255));
    private static final Optional<ValueRange> SHORTS = Optional.of(new ValueRange(0, 65535));
    private static final Optional<ValueRange> WINDOW = Optional.of(new ValueRange(-160, 240));

    @Test
    void eightBitPicturesStayAsTheyAre() {
        assertThat(ValueMapping.parse("").resolve("a", Optional.empty(), BYTES, BYTES)).isEmpty();
    }

    @Test
    void aModelThatTakesAnyValuesGetsThemAsTheyAre() {
        assertThat(ValueMapping.parse("").resolve("a", WINDOW, SHORTS, Optional.empty())).isEmpty();
    }

    @Test
    void sixteenBitForAModelOfBytesIsAskedForAndNeverGuessed() {
        assertThatThrownBy(() -> ValueMapping.parse("").resolve("ct.dcm", WINDOW, SHORTS, BYTES))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ct.dcm")
                .hasMessageContaining("range=display, range=type or range=min,max");
    }

    @Test
    void theUserMayTakeTheWindowTheTypeOrNumbers() {
        assertThat(ValueMapping.parse("display").resolve("a", WINDOW, SHORTS, BYTES))
                .isEqualTo(WINDOW);
        assertThat(ValueMapping.parse("type").resolve("a", WINDOW, SHORTS, BYTES))
                .isEqualTo(SHORTS);
        assertThat(ValueMapping.parse("0,4095").resolve("a", WINDOW, SHORTS, BYTES))
                .contains(new ValueRange(0, 4095));
    }

    @Test
    void aWindowThatIsNotThereIsSaid() {
        assertThatThrownBy(
                        () ->
                                ValueMapping.parse("display")
                                        .resolve("a", Optional.empty(), SHORTS, BYTES))
                .hasMessageContaining("no display range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5,", "a,b", "9,3", "1,2,3", "NaN,1", "full"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> ValueMapping.parse(text)).isInstanceOf(RefusedException.class);
    }
}
