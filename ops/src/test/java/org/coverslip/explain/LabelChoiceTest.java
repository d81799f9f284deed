package org.coverslip.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.classify.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is explained can be said in four ways. */
class LabelChoiceTest {

    private static final List<String> LABELS = List.of("normal", "tumour", "stroma, loose", "2");

    private final Prediction prediction = new Prediction(LABELS, List.of(0.1, 0.5, 0.3, 0.1), true);

    private List<Integer> chosen(String text) {
        return LabelChoice.parse(text, LABELS).of(prediction);
    }

    @Test
    void aNameANumberTopOrAll() {
        assertThat(chosen("top")).containsExactly(1);
        assertThat(chosen("3")).containsExactly(1, 2, 0);
        assertThat(chosen("all")).containsExactly(0, 1, 2, 3);
        assertThat(chosen("tumour,normal")).containsExactly(1, 0);
    }

    @Test
    void aLabelsOwnNameGoesFirst() {
        assertThat(chosen("2")).containsExactly(3);
        assertThat(chosen("stroma, loose")).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({
        "tumor,  no label \"tumor\"; use tumour",
        "0,      the model has 4 labels; give 1 to 4",
        "-1,     the model has 4 labels",
        "5,      the model has 4 labels",
        "99999999999999999999, the model has 4 labels",
        "'normal,', no label \"\""
    })
    void anythingElseIsRefusedWithWhatThereIs(String text, String sentence) {
        assertThatThrownBy(() -> chosen(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(sentence);
    }
}
