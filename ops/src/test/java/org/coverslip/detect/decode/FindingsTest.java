package org.coverslip.detect.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalInt;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decoder reads is checked before anybody counts it. */
class FindingsTest {

    private Findings findings;

    @BeforeEach
    void findings() {
        OutputLayout layout = new OutputLayout(Map.of(), 100, 60, OptionalInt.of(2), Map.of());
        findings = new Findings("output0", layout);
    }

    @Test
    void boxesAreCutAtTheInputsEdge() {
        findings.add(0, -5, -5, 200, 200, 0, 0.5);
        assertThat(findings.list().get(0).box()).isEqualTo(new Box(0, 0, 100, 60));
    }

    @ParameterizedTest
    @CsvSource({"10,10,10,20", "10,10,5,20", "10,20,20,10", "100,0,120,10", "-9,0,-1,10"})
    void whatHasNoAreaInsideIsNoObject(double x0, double y0, double x1, double y1) {
        findings.add(0, x0, y0, x1, y1, 0, 0.5);
        assertThat(findings.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NaN,0,1,1,0.5",
        "0,Infinity,1,1,0.5",
        "0,0,NaN,1,0.5",
        "0,0,1,-Infinity,0.5",
        "0,0,1,1,NaN"
    })
    void whatIsNoNumberIsRefusedWithItsOutputAndRow(
            double x0, double y0, double x1, double y1, double score) {
        assertThatThrownBy(() -> findings.add(7, x0, y0, x1, y1, 0, score))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("output0")
                .hasMessageContaining("row 7");
    }

    /** NB: float arithmetic gives 1.0000001 for a sure one. */
    @Test
    void scoresEndAtOne() {
        findings.add(0, 0, 0, 1, 1, 0, 1.0000001);
        assertThat(findings.list().get(0).score()).isEqualTo(1);
    }
}
