package org.coverslip.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.model.Scores;
import org.junit.jupiter.api.Test;

class ScoreReadingTest {

    private static Prediction read(Scores scores, List<String> labels, float... values) {
        return new ScoreReading("m", labels, scores).read(values);
    }

    @Test
    void softmaxOutputsAreTheProbabilities() {
        Prediction p = read(Scores.SOFTMAX, List.of("a", "b", "c"), 0.2f, 0.7f, 0.1f);
        assertThat(p.text()).isEqualTo("b");
        assertThat(p.probabilities().get(1)).isCloseTo(0.7, within(1e-7));
    }

    @Test
    void logitsAreTurnedIntoProbabilitiesWithoutOverflow() {
        Prediction p = read(Scores.LOGITS, List.of("a", "b"), 1000f, 1000f + (float) Math.log(3));
        assertThat(p.probabilities().get(1)).isCloseTo(0.75, within(1e-4));
        assertThat(p.text()).isEqualTo("b");
    }

    @Test
    void aSingleSigmoidGivesBothColumnsAndMeansTheSecondLabel() {
        Prediction p = read(Scores.SIGMOID, List.of("normal", "opacity"), 0.25f);
        assertThat(p.probabilities()).containsExactly(0.75, 0.25);
        assertThat(p.text()).isEqualTo("normal");
        assertThat(p.exclusive()).isTrue();
    }

    @Test
    void severalSigmoidsStandEachForItself() {
        List<String> findings = List.of("mass", "oedema", "hernia");
        assertThat(read(Scores.SIGMOID, findings, 0.6f, 0.1f, 0.9f).text())
                .isEqualTo("hernia;mass");
        assertThat(read(Scores.SIGMOID, findings, 0.4f, 0.1f, 0.2f).text()).isEqualTo("none");
    }

    @Test
    void theTopLabelsComeMostProbableFirst() {
        Prediction p = read(Scores.SOFTMAX, List.of("a", "b", "c"), 0.2f, 0.7f, 0.1f);
        assertThat(p.top(2)).extracting(Prediction.Ranked::label).containsExactly("b", "a");
        assertThat(p.best()).isEqualTo(1);
    }

    @Test
    void theMeanOfPartsIsTakenPerLabel() {
        List<String> labels = List.of("a", "b");
        Prediction one = read(Scores.SOFTMAX, labels, 1f, 0f);
        Prediction two = read(Scores.SOFTMAX, labels, 0.5f, 0.5f);
        assertThat(Prediction.mean(List.of(one, two)).probabilities()).containsExactly(0.75, 0.25);
    }

    @Test
    void numbersThatDoNotFitTheLabelsAreRefused() {
        assertThatThrownBy(() -> read(Scores.SOFTMAX, List.of("a", "b"), 0.2f, 0.3f, 0.5f))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("3 values per image but there are 2 labels");
    }

    @Test
    void valuesThatAreNoProbabilitiesAreRefusedAndTheRemedyNamed() {
        assertThatThrownBy(() -> read(Scores.SOFTMAX, List.of("a", "b"), 3.5f, -1f))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("scores=");
        assertThatThrownBy(() -> read(Scores.SOFTMAX, List.of("a", "b"), 0.5f, 0.1f))
                .hasMessageContaining("sum to");
        assertThatThrownBy(() -> read(Scores.SIGMOID, List.of("a", "b"), 1.5f, 0.1f))
                .hasMessageContaining("1.5");
    }

    @Test
    void notANumberIsRefused() {
        assertThatThrownBy(() -> read(Scores.LOGITS, List.of("a", "b"), Float.NaN, 0f))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("NaN");
    }
}
