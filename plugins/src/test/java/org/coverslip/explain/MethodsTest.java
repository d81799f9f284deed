package org.coverslip.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.coverslip.RefusedException;
import org.coverslip.explain.method.Method;
import org.coverslip.explain.method.Methods;
import org.coverslip.explain.method.Question;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.Engines;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each method against what can be worked out for convolution, global average and dense head. */
class MethodsTest {

    private static final int SIDE = 16;
    private static final int PLACES = SIDE * SIDE;
    private static final int FILTERS = 8;

    @TempDir static Path dir;

    private ModelBundle model;
    private Network network;

    @BeforeEach
    void open() {
        Path bundle = dir.resolve("random");
        if (!Files.exists(bundle)) ConvolutionalNetworks.random(bundle, SIDE, 5);
        open(bundle);
    }

    private void open(Path bundle) {
        model = Models.open(bundle, Engines.get());
        network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        network.close();
        model.close();
    }

    private static TensorBlock noise(long seed) {
        Random random = new Random(seed);
        float[] values = new float[PLACES * 3];
        for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
        return new TensorBlock(values, new int[] {1, SIDE, SIDE, 3}, "byxc");
    }

    private Explainer explainer(String method) {
        return Explainer.open(model, network, Methods.named(method), "", 4, () -> false);
    }

    private RawHeat heat(String method, TensorBlock sample, int label) {
        try (Explainer explainer = explainer(method)) {
            assertThat(explainer.method().word()).isEqualTo(method);
            return explainer.explain(List.of(new Question(sample, label))).get(0);
        }
    }

    /** Values of the convolution, [place][filter]. */
    private float[] features(TensorBlock sample) {
        Tensor x = Tensor.of(sample.data(), 1, SIDE, SIDE, 3);
        String input = network.inputs().get(0).name();
        return network.run(Map.of(input, x), List.of("features")).get("features").floats();
    }

    /** Weight of a filter for a label: the values that the network was built with. */
    private static double weight(int filter, int label) {
        Random random = new Random(5);
        for (int i = 0; i < 3 * 3 * 3 * 8 + 8 + filter * 3 + label; i++) random.nextGaussian();
        return (float) random.nextGaussian() / 2;
    }

    private double[] classActivationMap(TensorBlock sample, int label) {
        float[] values = features(sample);
        double[] cam = new double[PLACES];
        for (int i = 0; i < PLACES; i++) {
            for (int f = 0; f < FILTERS; f++) cam[i] += weight(f, label) * values[i * FILTERS + f];
        }
        return cam;
    }

    private static double[] doubles(RawHeat heat) {
        double[] out = new double[heat.values().length];
        for (int i = 0; i < out.length; i++) out[i] = heat.values()[i];
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gradcam", "hirescam"})
    void gradCamAndHiResCamEqualTheClassActivationMap(String method) {
        for (int label = 0; label < 3; label++) {
            TensorBlock sample = noise(label);
            RawHeat heat = heat(method, sample, label);
            double[] cam = classActivationMap(sample, label);
            assertThat(heat.width()).isEqualTo(SIDE);
            assertThat(SpearmanCorrelation.pearson(doubles(heat), cam)).isGreaterThan(0.9999);
            // The gradient by each place is the filter's weight divided by the number of places.
            assertThat(heat.values()[37] * PLACES).isCloseTo((float) cam[37], within(1e-3f));
        }
    }

    @Test
    void gradCamPlusPlusHasTheClosedFormsWeights() {
        TensorBlock sample = noise(9);
        float[] values = features(sample);
        double[] expected = new double[PLACES];
        for (int f = 0; f < FILTERS; f++) {
            double g = weight(f, 1) / PLACES;
            double sum = 0;
            for (int i = 0; i < PLACES; i++) sum += values[i * FILTERS + f];
            double alpha = g * g / (2 * g * g + sum * g * g * g);
            double w = PLACES * alpha * Math.max(0, g);
            for (int i = 0; i < PLACES; i++) expected[i] += w * values[i * FILTERS + f];
        }
        RawHeat heat = heat("gradcam++", sample, 1);
        for (int i = 0; i < PLACES; i++) {
            assertThat((double) heat.values()[i])
                    .isCloseTo(expected[i], within(1e-4 * Math.abs(expected[i]) + 1e-7));
        }
    }

    @Test
    void integratedGradientsAddUpToTheDifferenceOfTheScores() {
        TensorBlock sample = noise(2);
        TensorBlock black =
                new TensorBlock(new float[PLACES * 3], new int[] {1, SIDE, SIDE, 3}, "byxc");
        for (int label = 0; label < 3; label++) {
            double sum = 0;
            for (double v : doubles(heat("integrated", sample, label))) sum += v;
            double expected = 0;
            for (double v : classActivationMap(sample, label)) expected += v / PLACES;
            for (double v : classActivationMap(black, label)) expected -= v / PLACES;
            assertThat(sum).isCloseTo(expected, within(0.01 * Math.abs(expected) + 1e-3));
        }
    }

    @Test
    void questionsBeyondABatchAreAnsweredInOrder() {
        try (Explainer explainer = explainer("gradcam")) {
            List<Question> questions = new ArrayList<>();
            for (int i = 0; i < 11; i++) questions.add(new Question(noise(i), i % 3));
            List<RawHeat> heats = explainer.explain(questions);
            for (int i = 0; i < 11; i++) {
                double[] cam = classActivationMap(noise(i), i % 3);
                assertThat(SpearmanCorrelation.pearson(doubles(heats.get(i)), cam))
                        .isGreaterThan(0.9999);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gradcam", "gradcam++", "hirescam", "scorecam", "occlusion", "integrated"})
    void everyMethodPointsAtTheOneRedSquare(String method) {
        close();
        Path bundle = dir.resolve("red");
        if (!Files.exists(bundle)) ConvolutionalNetworks.red(bundle, 48, 0);
        open(bundle);
        float[] values = new float[48 * 48 * 3];
        java.util.Arrays.fill(values, 0.4f);
        for (int y = 30; y < 40; y++) {
            for (int x = 8; x < 18; x++) values[(y * 48 + x) * 3] = 1;
        }
        TensorBlock sample = new TensorBlock(values, new int[] {1, 48, 48, 3}, "byxc");
        RawHeat heat = heat(method, sample, 1);
        HeatMass mass =
                HeatMass.of(
                        heat, 0, 0, 48, 48, java.util.Optional.empty(), java.util.Optional.empty());
        assertThat(mass.peakX()).isBetween(8.0, 18.0);
        assertThat(mass.peakY()).isBetween(30.0, 40.0);
        assertThat(heat("gradcam", sample, 0).max())
                .as("what speaks for red speaks against plain")
                .isZero();
    }

    @Test
    void withoutGradientsScoreCamTakesOverAndSaysSo() {
        Network blind = without(network.layers());
        try (Explainer explainer =
                Explainer.open(model, blind, Methods.named("gradcam"), "", 4, () -> false)) {
            assertThat(explainer.method().word()).isEqualTo("scorecam");
            assertThat(explainer.note())
                    .startsWith("gradcam could not be used")
                    .contains("scorecam");
            assertThat(explainer.explain(List.of(new Question(noise(1), 0))).get(0).max())
                    .isPositive();
        }
        Network closed = without(List.of());
        for (String wanted : List.of("gradcam", "scorecam", "integrated")) {
            try (Explainer explainer =
                    Explainer.open(model, closed, Methods.named(wanted), "", 4, () -> false)) {
                assertThat(explainer.method().word()).isEqualTo("occlusion");
                assertThat(explainer.note()).contains(wanted, "occlusion instead");
            }
        }
    }

    /** The network as an engine shows it that cannot differentiate it, nor name all its layers. */
    private Network without(List<LayerInfo> layers) {
        return (Network)
                Proxy.newProxyInstance(
                        Network.class.getClassLoader(),
                        new Class<?>[] {Network.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "layers" -> layers;
                                    case "gradient" ->
                                            throw new RefusedException(
                                                    "op X", "it has no gradient", "use another");
                                    default -> method.invoke(network, arguments);
                                });
    }

    @Test
    void whatIsNoLayerOfPlacesIsRefusedWithWhatThereIs() {
        Method gradCam = Methods.named("gradcam");
        assertThatThrownBy(() -> Explainer.open(model, network, gradCam, "feature", 4, () -> false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no layer of this name; the nearest are features");
        assertThatThrownBy(() -> Explainer.open(model, network, gradCam, "scores", 4, () -> false))
                .hasMessage(
                        "layer=scores: its values [?,3] have no rows and columns; use a"
                                + " convolutional layer before them, such as features.");
    }

    @Test
    void theUserCanStopItBetweenBatches() {
        int[] asked = {0};
        try (Explainer explainer =
                Explainer.open(
                        model, network, Methods.named("occlusion"), "", 4, () -> asked[0]++ > 2)) {
            assertThatThrownBy(() -> explainer.explain(List.of(new Question(noise(1), 0))))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aThousandExplanationsLeaveMemoryFlat() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/proc/self/status")),
                "skipped: /proc/self/status is missing");
        // NB: the heap takes its size in the first seconds; what is forgotten per call goes on.
        explainOften(4000);
        long before = residentMegabytes();
        explainOften(1000);
        assertThat(residentMegabytes() - before).isLessThan(40);
    }

    /** Opens a gradient every tenth time: what is prepared is given back too. */
    private void explainOften(int times) {
        List<Question> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) four.add(new Question(noise(i), i % 3));
        for (int i = 0; i < times; i += 10) {
            try (Explainer explainer = explainer("gradcam")) {
                for (int k = 0; k < 10; k++) explainer.explain(four);
            }
        }
    }

    private static long residentMegabytes() throws IOException {
        System.gc();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        }
        throw new IOException("no VmRSS");
    }
}
