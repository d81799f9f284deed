package org.coverslip.segment.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.network.ElementType;
import org.junit.jupiter.api.Test;

/** What a network's numbers for a pixel mean. */
class PixelClassesTest {

    private static PixelClasses classes(
            Scores scores, int planes, boolean integers, double threshold, String... labels) {
        OutputSpec output =
                new OutputSpec(
                        "p",
                        "byxc",
                        ElementType.FLOAT32,
                        List.of(Size.ANY, Size.ANY, Size.ANY, new Size.Fixed(planes)),
                        List.of(),
                        List.of());
        ModelBundle model =
                ModelBundle.builder()
                        .name("m")
                        .source(Path.of("m"))
                        .format("test")
                        .savedModel(Path.of("m"))
                        .inputs(List.of())
                        .outputs(List.of(output))
                        .labels(List.of(labels))
                        .scores(scores)
                        .build();
        return new PixelClasses(model, planes, integers, threshold);
    }

    /** Labels of three pixels from behind one that is not asked for. */
    private static int[] labels(PixelClasses classes, float[]... planes) {
        int[] out = {-1, -1, -1, -1};
        classes.labels(planes, 1, 3, out, 0);
        assertThat(out[3]).isEqualTo(-1);
        return List.of(out[0], out[1], out[2]).stream().mapToInt(i -> i).toArray();
    }

    private static final float NAN = Float.NaN;

    private static final float[] BACKGROUND = {0, 0.5f, 0.2f, NAN};
    private static final float[] STROMA = {0, 0.3f, 0.5f, NAN};
    private static final float[] TUMOUR = {0, 0.2f, 0.3f, NAN};

    @Test
    void ofASoftmaxTheMostProbableClassAndBackgroundIsNothing() {
        PixelClasses c = classes(Scores.SOFTMAX, 3, false, 0, "background", "stroma", "tumour");
        assertThat(c.names()).containsExactly("stroma", "tumour");
        assertThat(labels(c, BACKGROUND, STROMA, TUMOUR)).containsExactly(0, 1, 0);
        assertThat(c.source(1)).isEqualTo(new PixelClasses.Source(2, false));
    }

    @Test
    void withAThresholdBackgroundIsWhatNoClassReaches() {
        PixelClasses c = classes(Scores.SOFTMAX, 3, false, 0.25, "background", "stroma", "tumour");
        assertThat(labels(c, BACKGROUND, STROMA, TUMOUR)).containsExactly(1, 1, 0);
        c = classes(Scores.SOFTMAX, 3, false, 0.4, "background", "stroma", "tumour");
        assertThat(labels(c, BACKGROUND, STROMA, TUMOUR)).containsExactly(0, 1, 0);
    }

    @Test
    void ofSigmoidsTheHighestFromAHalfOn() {
        PixelClasses c = classes(Scores.SIGMOID, 2, false, 0, "stroma", "tumour");
        float[] a = {0, 0.6f, 0.4f, NAN};
        float[] b = {0, 0.7f, 0.49f, NAN};
        assertThat(labels(c, a, b)).containsExactly(2, 0, 0);
    }

    @Test
    void oneSigmoidHasOneClassOrTwo() {
        float[] p = {0, 0.9f, 0.2f, NAN};
        PixelClasses one = classes(Scores.SIGMOID, 1, false, 0, "nucleus");
        assertThat(labels(one, p)).containsExactly(1, 0, 0);
        PixelClasses two = classes(Scores.SIGMOID, 1, false, 0, "stroma", "tumour");
        assertThat(labels(two, p)).containsExactly(2, 1, 0);
        assertThat(two.source(0)).isEqualTo(new PixelClasses.Source(0, true));
        assertThat(two.source(1)).isEqualTo(new PixelClasses.Source(0, false));
        PixelClasses inverted = classes(Scores.SIGMOID, 1, false, 0, "tumour", "background");
        assertThat(labels(inverted, p)).containsExactly(0, 1, 0);
    }

    @Test
    void logitsBecomeProbabilitiesThatAddUpToOneHoweverLargeTheyAre() {
        PixelClasses c = classes(Scores.LOGITS, 2, false, 0, "a", "b");
        float[] p = c.probabilities(new float[] {0, 1000, 2, 0, -1000, 1});
        assertThat(p[0]).isCloseTo(0.5f, within(1e-6f));
        assertThat(p[1]).isCloseTo(1, within(1e-6f));
        assertThat(p[2]).isCloseTo((float) (1 / (1 + Math.exp(-1))), within(1e-6f));
        for (int i = 0; i < 3; i++) assertThat(p[i] + p[3 + i]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void numbersOfClassesBecomeAPlaneEach() {
        PixelClasses c = classes(Scores.SOFTMAX, 1, true, 0, "background", "stroma", "tumour");
        assertThat(c.planes()).isEqualTo(3);
        float[] p = c.probabilities(new float[] {2, 0});
        assertThat(p).containsExactly(0, 1, 0, 0, 1, 0);
        assertThatThrownBy(() -> c.probabilities(new float[] {0, 3}))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("class 3 but there are 3 labels");
    }

    @Test
    void whatIsNoProbabilityIsToldAsWhatItIs() {
        PixelClasses c = classes(Scores.SIGMOID, 1, false, 0, "nucleus");
        assertThatThrownBy(() -> c.probabilities(new float[] {0.5f, NAN}))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the network's output holds NaN");
        assertThatThrownBy(() -> c.probabilities(new float[] {0.5f, Float.POSITIVE_INFINITY}))
                .hasMessageContaining("the network's output holds Infinity");
        assertThatThrownBy(() -> c.probabilities(new float[] {0.5f, 7}))
                .hasMessageContaining("gave 7.0")
                .hasMessageContaining("scores=");
        assertThat(c.probabilities(new float[] {-1e-4f, 1.0001f})).hasSize(2);
    }

    @Test
    void labelsThatDoNotFitTheChannelsAreRefused() {
        assertThatThrownBy(() -> classes(Scores.SOFTMAX, 3, false, 0, "a", "b"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("3 channels but there are 2 labels (a, b)");
    }
}
