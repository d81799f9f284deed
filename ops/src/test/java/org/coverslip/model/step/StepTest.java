package org.coverslip.model.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.junit.jupiter.api.Test;

/**
 * Each step on the block x[i] = (37 i mod 101) * 2.5 - 20 of shape byxc [2,2,3,2]. The expected
 * numbers were computed with NumPy 2.4 in double precision.
 */
class StepTest {

    private static TensorBlock block() {
        float[] x = new float[24];
        for (int i = 0; i < 24; i++) x[i] = (i * 37 % 101) * 2.5f - 20;
        return new TensorBlock(x, new int[] {2, 2, 3, 2}, "byxc");
    }

    private static float[] after(Step step) {
        TensorBlock block = block();
        step.apply(block, StepContext.NONE);
        return block.data();
    }

    private static void assertStarts(float[] actual, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i])
                    .as("element " + i)
                    .isCloseTo(expected[i], within(1e-5 * (1 + Math.abs(expected[i]))));
        }
    }

    @Test
    void standardizesEachChannelOfEachSampleOverItsPixels() {
        assertStarts(
                after(new Standardize(Reduction.over("yx"), 1e-6)),
                -1.56462,
                0.00605705,
                0.735682,
                -0.975185,
                -0.103617,
                1.71414,
                -0.942917,
                0.732903,
                1.35739,
                -0.248339,
                0.518086,
                -1.22958,
                0.00605705,
                0.702264,
                -0.975185);
    }

    @Test
    void standardizesEachSampleOverPixelsAndChannels() {
        assertStarts(
                after(new Standardize(Reduction.over("yxc"), 1e-6)),
                -1.42034,
                -0.214545,
                0.991251,
                -1.09445,
                0.111346,
                1.31714,
                -0.768559,
                0.437237,
                1.64303,
                -0.442668,
                0.763128,
                -1.32257,
                -0.356622,
                0.973967,
                -1.32759,
                0.00299682);
    }

    @Test
    void scalesPercentilesAsNumpyInterpolatesThem() {
        assertStarts(
                after(new ScaleRange(1, 99.8, Reduction.over("yx"), 1e-6, Optional.empty())),
                -0.0107759,
                0.418636,
                0.786638,
                0.082732,
                0.49569,
                1.00336,
                0.204741,
                0.667455,
                1.00216,
                0.33155,
                0.711207,
                -0.00435432,
                0.418636,
                0.728022);
    }

    @Test
    void clipsAtPercentilesThatAreElements() {
        Clip clip =
                new Clip(
                        Optional.of(new Clip.Bound(30, true)),
                        Optional.of(new Clip.Bound(70, true)),
                        Reduction.over("yxc"));
        assertStarts(
                after(clip),
                30,
                72.5,
                147.5,
                30,
                97.5,
                147.5,
                30,
                122.5,
                147.5,
                55,
                147.5,
                30,
                80,
                155,
                62.5);
    }

    @Test
    void clipsAtValues() {
        assertStarts(after(Clip.between(0, 100)), 0, 72.5, 100, 5, 97.5, 100, 30, 100, 100, 55);
    }

    @Test
    void subtractsFixedMeansPerChannel() {
        Step step = new FixedStandardize(List.of(10.0, 20.0), List.of(2.0, 8.0), Optional.of('c'));
        assertStarts(after(step), -15, 6.5625, 77.5, -1.875, 43.75, 21.25, 10, 12.8125, 102.5);
    }

    @Test
    void scalesLinearlyAlongAnAxisThatIsNotTheLast() {
        Step step = new ScaleLinear(List.of(1.0, 2.0), List.of(0.5, -1.0), Optional.of('y'));
        assertStarts(
                after(step),
                -19.5,
                73,
                165.5,
                5.5,
                98,
                190.5,
                59,
                244,
                429,
                109,
                294,
                -26,
                80.5,
                173,
                13);
    }

    @Test
    void softmaxSumsToOneAlongItsAxis() {
        TensorBlock overC = block();
        Step.applyAll(
                List.of(ScaleLinear.of(1 / 50.0, 0), new Softmax('c')), overC, StepContext.NONE);
        assertStarts(overC.data(), 0.135873, 0.864127, 0.960834, 0.0391657, 0.135873, 0.864127);
        TensorBlock overX = block();
        Step.applyAll(
                List.of(ScaleLinear.of(1 / 50.0, 0), new Softmax('x')), overX, StepContext.NONE);
        assertStarts(
                overX.data(),
                0.0192556,
                0.085144,
                0.778838,
                0.0220728,
                0.201906,
                0.892783,
                0.0192556,
                0.753894);
    }

    @Test
    void sigmoidAndBinarize() {
        TensorBlock block = block();
        Step.applyAll(List.of(ScaleLinear.of(1 / 50.0, 0), new Sigmoid()), block, StepContext.NONE);
        assertStarts(block.data(), 0.401312, 0.809998, 0.964429, 0.524979, 0.875447, 0.978119);
        assertStarts(
                after(new Binarize(List.of(30.0, 100.0), Optional.of('c'))),
                0,
                0,
                1,
                0,
                1,
                1,
                0,
                1,
                1,
                0,
                1,
                0,
                1,
                1);
    }

    @Test
    void givesATensorTheMomentsOfAnother() {
        float[] ref = new float[24];
        for (int i = 0; i < 24; i++) ref[i] = i * 1.5f + 3;
        TensorBlock reference = new TensorBlock(ref, new int[] {2, 2, 3, 2}, "byxc");
        TensorBlock block = block();
        new ScaleMeanVariance("raw", Reduction.over("yx"), 1e-6)
                .apply(block, new StepContext(Map.of("raw", reference)));
        assertStarts(block.data(), 2.48371, 12.031, 14.2693, 7.00366, 9.96912, 20.7824, 5.66899);
    }

    @Test
    void caffeOrderIsBlueGreenRed() {
        TensorBlock pixel = new TensorBlock(new float[] {1, 2, 3}, new int[] {1, 1, 1, 3}, "byxc");
        new ReverseChannels().apply(pixel, StepContext.NONE);
        assertThat(pixel.data()).containsExactly(3, 2, 1);
        TensorBlock planar =
                new TensorBlock(new float[] {1, 10, 2, 20, 3, 30}, new int[] {1, 3, 1, 2}, "bcyx");
        new ReverseChannels().apply(planar, StepContext.NONE);
        assertThat(planar.data()).containsExactly(3, 30, 2, 20, 1, 10);
    }

    @Test
    void castsTowardsZeroAndClampsToTheType() {
        TensorBlock block =
                new TensorBlock(new float[] {-1.5f, 1.9f, 300, Float.NaN}, new int[] {1, 4}, "bc");
        new EnsureType(ElementType.UINT8).apply(block, StepContext.NONE);
        assertThat(block.data()).containsExactly(0, 1, 255, 0);
    }

    @Test
    void statisticsOfAWholeDatasetAreRefused() {
        assertThatThrownBy(() -> after(new Standardize(Reduction.over("byx"), 1e-6)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("statistics of the whole dataset")
                .hasMessageContaining("normalize=mean;std");
    }

    @Test
    void statisticsOverAllAxesWantOneSampleAtATime() {
        Step step = new Standardize(Reduction.ALL, 1e-6);
        assertThat(step.oneSample()).isTrue();
        assertThatThrownBy(() -> after(step))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("batch=1");
    }

    @Test
    void aStepThatDoesNotFitTheTensorSaysSo() {
        List<Double> three = List.of(1.0, 2.0, 3.0);
        assertThatThrownBy(() -> after(new FixedStandardize(three, three, Optional.of('c'))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("3 values are given for axis c of extent 2");
        assertThatThrownBy(() -> after(new Softmax('z'))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> after(new Standardize(Reduction.over("z"), 1e-6)))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> after(new ScaleMeanVariance("raw", Reduction.over("yx"), 1e-6)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("raw");
    }

    /** The grouped loops against the definition, element by element, whatever axes are joined. */
    @Property(tries = 200)
    void momentsOfEveryGroupBecomeZeroAndOne(
            @ForAll @IntRange(min = 1, max = 3) int b,
            @ForAll @IntRange(min = 1, max = 4) int y,
            @ForAll @IntRange(min = 1, max = 4) int x,
            @ForAll @IntRange(min = 1, max = 3) int c,
            @ForAll @IntRange(min = 1, max = 7) int which) {
        StringBuilder over = new StringBuilder();
        for (int k = 0; k < 3; k++) if ((which >> k & 1) == 1) over.append("yxc".charAt(k));
        int[] shape = {b, y, x, c};
        float[] data = new float[b * y * x * c];
        for (int i = 0; i < data.length; i++) data[i] = (i * 7919 % 101) / 3f;
        float[] expected = new float[data.length];
        for (int i = 0; i < data.length; i++) {
            double sum = 0;
            double squares = 0;
            int n = 0;
            for (int j = 0; j < data.length; j++) {
                if (!sameGroup(shape, over.toString(), i, j)) continue;
                sum += data[j];
                squares += (double) data[j] * data[j];
                n++;
            }
            double mean = sum / n;
            double std = Math.sqrt(Math.max(0, squares / n - mean * mean));
            expected[i] = (float) ((data[i] - mean) / (std + 0.1));
        }
        TensorBlock block = new TensorBlock(data, shape, "byxc");
        new Standardize(Reduction.over(over.toString()), 0.1).apply(block, StepContext.NONE);
        assertThat(block.data()).containsExactly(expected, within(1e-3f));
    }

    private static boolean sameGroup(int[] shape, String over, int i, int j) {
        int[] at = Arrays.copyOf(shape, 4);
        for (int d = 3; d >= 0; d--) {
            at[d] = i % shape[d] - j % shape[d];
            i /= shape[d];
            j /= shape[d];
        }
        for (int d = 0; d < 4; d++) {
            if (at[d] != 0 && over.indexOf("byxc".charAt(d)) < 0) return false;
        }
        return true;
    }
}
