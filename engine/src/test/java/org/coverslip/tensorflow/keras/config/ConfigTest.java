package org.coverslip.tensorflow.keras.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of a layer's configuration, in all the ways in which Keras writes them. */
class ConfigTest {

    @Test
    void aPairMayBeOneNumber() {
        assertThat(config("3").pair("value", 1)).containsExactly(3, 3);
        assertThat(config("[3, 5]").pair("value", 1)).containsExactly(3, 5);
        assertThat(config("null").pair("value", 1, 2)).containsExactly(2, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1.5, 2]",
                "[[1.5], [2]]",
                "{\"class_name\": \"__tuple__\", \"items\": [1.5, 2]}",
                "{\"class_name\": \"__numpy__\", \"config\": {\"value\": [1.5, 2]}}",
                "{\"type\": \"ndarray\", \"value\": [1.5, 2]}"
            })
    void numbersAreReadFromEveryWrapping(String json) {
        assertThat(config(json).numbers("value")).containsExactly(1.5, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "3e9", "\"3\"", "[1, 2]", "{}", "[]"})
    void aCountIsAWholeNumberAboveZero(String json) {
        assertThatThrownBy(() -> config(json).positive("value"))
                .isInstanceOf(Fault.class)
                .hasMessageStartingWith("layer 'x' has value '")
                .hasMessageEndingWith("should stand");
    }

    @Test
    void whatIsAbsentOrNullTakesTheFallback() {
        assertThat(config("null").text("value", "valid")).isEqualTo("valid");
        assertThat(config("null").flag("other", true)).isTrue();
        assertThat(config("null").number("value", 0.5)).isEqualTo(0.5);
    }

    @Test
    void quotedTextIsShortAndInOneLine() {
        assertThat(Fault.quote("a\r\n\tb\u2028c")).isEqualTo("'a b c'");
        assertThat(Fault.quote("x".repeat(1000))).hasSizeLessThan(100);
    }

    private static Config config(String json) {
        String object = "{\"value\": " + json + "}";
        return new Config("layer 'x'", JsonParser.parseString(object).getAsJsonObject());
    }
}
