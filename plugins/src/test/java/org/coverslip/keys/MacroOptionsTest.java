package org.coverslip.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

class MacroOptionsTest {

    @Test
    void keysValuesAndValuesInBrackets() {
        assertThat(MacroOptions.parse("input=[/data/a b] model=cells batch=8 show=false"))
                .isEqualTo(
                        Map.of(
                                "input",
                                "/data/a b",
                                "model",
                                "cells",
                                "batch",
                                "8",
                                "show",
                                "false"));
    }

    @Test
    void anEmptyBracketIsAnEmptyValue() {
        assertThat(MacroOptions.parse("input=[] model=[m]"))
                .isEqualTo(Map.of("input", "", "model", "m"));
    }

    @Test
    void bracketsInsideABracketBelongToTheValue() {
        assertThat(MacroOptions.parse("input=[/data/*.{png,[jJ]pg}] model=m"))
                .containsEntry("input", "/data/*.{png,[jJ]pg}")
                .containsEntry("model", "m");
    }

    @Test
    void aBareWordIsATickedBox() {
        assertThat(MacroOptions.parse("trust model=m "))
                .isEqualTo(Map.of("trust", "true", "model", "m"));
    }

    @Test
    void nothingGivesNothing() {
        assertThat(MacroOptions.parse(null)).isEmpty();
        assertThat(MacroOptions.parse("  ")).isEmpty();
    }

    @Test
    void anOpenBracketOrADoubledKeyIsRefused() {
        assertThatThrownBy(() -> MacroOptions.parse("input=[/data model=m"))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> MacroOptions.parse("a=1 a=2"))
                .isInstanceOf(RefusedException.class);
    }
}
