package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.coverslip.RefusedException;
import org.coverslip.geojson.Annotations;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.network.ElementType;
import org.coverslip.segment.objects.ObjectOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks say what a pixel is in many forms; the labels are the same. */
class NetworkFormsTest {

    private static final List<String> LABELS = List.of("background", "stroma", "tumour");

    @TempDir Path dir;

    /** The class of a pixel of the picture: blocks of 16 x 16, not at the tiles' borders. */
    private static int truth(int x, int y) {
        return ((x + 5) / 16 + (y + 3) / 16 * 2) % 3;
    }

    private static ImagePlus picture(int w, int h) {
        ByteProcessor p = new ByteProcessor(w, h);
        for (int i = 0; i < w * h; i++) p.set(i, 100 * truth(i % w, i / w));
        return new ImagePlus("picture", p);
    }

    private static int seen(ComputedNetwork.Seen s, int x, int y) {
        return Math.round(s.at(x, y, 0) / 100);
    }

    private static double softmax(ComputedNetwork.Seen s, int x, int y, int c) {
        return c == seen(s, x, y) ? 0.8 : 0.1;
    }

    private static double logit(ComputedNetwork.Seen s, int x, int y, int c) {
        return c == seen(s, x, y) ? 3 : -2;
    }

    private SegmentedRun run(ComputedNetwork n, Scores scores, int tile, int w, int h) {
        ModelBundle model = n.bundle(dir.resolve("m")).labels(LABELS).scores(scores).build();
        return SegmentedRun.of(
                model,
                n,
                picture(w, h),
                SegmentedRun.options(tile, ObjectOptions.Method.NONE),
                dir.resolve("out"));
    }

    private static void assertTruth(SegmentedRun run, int w, int h) {
        assertThat(run.result().failures()).isEmpty();
        ImagePlus labels = run.labels();
        assertThat(labels.getWidth()).isEqualTo(w);
        for (int i = 0; i < w * h; i++) {
            assertThat(labels.getProcessor().get(i))
                    .as("pixel %d, %d", i % w, i / w)
                    .isEqualTo(truth(i % w, i / w));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "byxc, byxc",
        "byxc, bcyx",
        "bcyx, bcyx",
        "bcyx, byxc",
        "byxc, bxyc",
        "bxyc, byxc",
        "yxc, yxc",
        "byx, bcyx"
    })
    void axesStandInAnyOrder(String in, String out) {
        ComputedNetwork n = ComputedNetwork.of(1, 3, NetworkFormsTest::softmax).axes(in, out);
        assertTruth(run(n, Scores.SOFTMAX, 32, 100, 70), 100, 70);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOFTMAX", "SIGMOID", "LOGITS"})
    void scoresAreOfAnyKind(String kind) {
        Scores scores = Scores.valueOf(kind);
        ComputedNetwork.Answer answer =
                scores == Scores.LOGITS ? NetworkFormsTest::logit : NetworkFormsTest::softmax;
        ComputedNetwork n = ComputedNetwork.of(1, 3, answer);
        assertTruth(run(n, scores, 32, 100, 70), 100, 70);
    }

    @Test
    void sigmoidsOfAPixelThatAreAllLowMakeItBackground() {
        ComputedNetwork n =
                ComputedNetwork.of(1, 2, (s, x, y, c) -> seen(s, x, y) == c + 1 ? 0.7 : 0.4);
        ModelBundle model =
                n.bundle(dir.resolve("m"))
                        .labels(List.of("stroma", "tumour"))
                        .scores(Scores.SIGMOID)
                        .build();
        assertTruth(
                SegmentedRun.of(
                        model,
                        n,
                        picture(90, 50),
                        SegmentedRun.options(32, ObjectOptions.Method.NONE),
                        dir.resolve("out")),
                90,
                50);
    }

    @ParameterizedTest
    @CsvSource({"INT64, byx", "INT32, byxc", "UINT8, bcyx", "INT32, yx"})
    void integersAreNumbersOfClasses(ElementType type, String axes) {
        String in = axes.startsWith("b") ? "byxc" : "yxc";
        ComputedNetwork n =
                ComputedNetwork.of(1, 1, (s, x, y, c) -> seen(s, x, y)).axes(in, axes).type(type);
        assertTruth(run(n, null, 32, 100, 70), 100, 70);
    }

    @ParameterizedTest
    @CsvSource({"4, 40", "10, 64", "1, 33"})
    void whatAnUnpaddedNetworkLosesAtATilesSideIsMadeUpFor(int crop, int tile) {
        ComputedNetwork n = ComputedNetwork.of(1, 3, NetworkFormsTest::softmax).crop(crop);
        assertTruth(run(n, Scores.SOFTMAX, tile, 100, 70), 100, 70);
    }

    @Test
    void aCropIsUnderstoodAlsoWhereTheBundleDoesNotSayTheSize() {
        ComputedNetwork n = ComputedNetwork.of(1, 3, NetworkFormsTest::softmax).crop(6);
        List<Size> open = List.of(Size.ANY, Size.ANY, Size.ANY, new Size.Fixed(3));
        ModelBundle model =
                n.bundle(dir.resolve("m"))
                        .labels(LABELS)
                        .scores(Scores.SOFTMAX)
                        .outputs(
                                List.of(
                                        new OutputSpec(
                                                "y",
                                                "byxc",
                                                ElementType.FLOAT32,
                                                open,
                                                List.of(),
                                                List.of())))
                        .build();
        SegmentOptions o = SegmentedRun.options(64, ObjectOptions.Method.NONE);
        assertTruth(SegmentedRun.of(model, n, picture(100, 70), o, dir.resolve("out")), 100, 70);
    }

    @ParameterizedTest
    @CsvSource({"2, 32, 100, 70", "4, 32, 100, 70", "4, 64, 99, 61", "2, 32, 101, 33"})
    void outputsOfLowerResolutionLieWhereTheyBelong(int ratio, int tile, int w, int h) {
        ComputedNetwork n = ComputedNetwork.of(1, 3, NetworkFormsTest::softmax).ratio(ratio);
        SegmentedRun run = run(n, Scores.SOFTMAX, tile, w, h);
        assertThat(run.result().failures()).isEmpty();
        ImagePlus labels = run.labels();
        assertThat(labels.getWidth()).isEqualTo((w + ratio - 1) / ratio);
        assertThat(labels.getHeight()).isEqualTo((h + ratio - 1) / ratio);
        assertThat(labels.getCalibration().pixelWidth).isCloseTo(ratio, within(1e-9));
        for (int y = 0; y < labels.getHeight(); y++) {
            for (int x = 0; x < labels.getWidth(); x++) {
                assertThat(labels.getProcessor().get(x, y)).isEqualTo(truth(x * ratio, y * ratio));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 7", "31, 32", "33, 64", "64, 5"})
    void imagesSmallerThanATileAreDone(int w, int h) throws IOException {
        ComputedNetwork n = ComputedNetwork.of(1, 3, NetworkFormsTest::softmax).step(32);
        assertTruth(run(n, Scores.SOFTMAX, 64, w, h), w, h);
    }

    /** Says how much brighter the pixel to the left is: has a direction. */
    private static double slope(ComputedNetwork.Seen s, int x, int y, int c) {
        float left = s.at(Math.max(0, x - 1), y, 0);
        return 1 / (1 + Math.exp(s.at(x, y, 0) - left + 0.01 * y));
    }

    private float[] augmented(float[] picture, int side) {
        ComputedNetwork n = ComputedNetwork.of(1, 1, NetworkFormsTest::slope);
        ModelBundle model =
                n.bundle(dir.resolve("m"))
                        .labels(List.of("background", "dark"))
                        .scores(Scores.SIGMOID)
                        .build();
        var image = ArrayImgs.floats(picture, side, side, 1);
        var p = PixelPrediction.with(model, n).tile(side).augment(true).on(image, false);
        float[] out = new float[side * side];
        int i = 0;
        for (FloatType v : net.imglib2.view.Views.flatIterable(p)) out[i++] = v.get();
        return out;
    }

    /** One of the eight ways to lay a square, by its own rule. */
    private static float[] laid(float[] p, int side, int way) {
        float[] out = new float[p.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int u = (way & 1) == 0 ? x : side - 1 - x;
                int v = (way & 2) == 0 ? y : side - 1 - y;
                out[y * side + x] = (way & 4) == 0 ? p[v * side + u] : p[u * side + v];
            }
        }
        return out;
    }

    @Test
    void seenFromEightSidesAMirroredPictureGivesTheMirroredAnswer() {
        int side = 24;
        SplittableRandom random = new SplittableRandom(1);
        float[] picture = new float[side * side];
        for (int i = 0; i < picture.length; i++) picture[i] = (float) random.nextDouble(2);
        float[] straight = augmented(picture, side);
        for (int way = 1; way < 8; way++) {
            float[] expected = laid(straight, side, way);
            float[] got = augmented(laid(picture, side, way), side);
            for (int i = 0; i < got.length; i++) {
                assertThat(got[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    private String refused(ComputedNetwork n, ModelBundle model, SegmentOptions o) {
        Path out = dir.resolve("refused");
        List<String> said = new ArrayList<>();
        assertThatThrownBy(() -> SegmentedRun.of(model, n, picture(64, 64), o, out))
                .isInstanceOf(RefusedException.class)
                .satisfies(e -> said.add(e.getMessage()));
        assertThat(said.get(0)).doesNotContain("\n", "Exception");
        return said.get(0);
    }

    @Test
    void whatDoesNotFitIsSaidInOneSentenceBeforeAnythingIsWritten() {
        SegmentOptions o = SegmentedRun.options(32, ObjectOptions.Method.NONE);
        ComputedNetwork n = ComputedNetwork.of(1, 3, NetworkFormsTest::softmax);
        ModelBundle.Builder right = n.bundle(dir.resolve("m")).labels(LABELS);
        assertThat(refused(n.ratio(2), right.scores(Scores.SOFTMAX).build(), o))
                .contains("a tile of 32", "gives 16", "says 32");
        assertThat(refused(n, right.labels(List.of("a", "b")).build(), o))
                .contains("3 channels but there are 2 labels");
        assertThat(refused(n, right.labels(LABELS).scores(null).build(), o))
                .contains("does not say what the numbers of a pixel are");
        ComputedNetwork steps = n.step(16);
        ModelBundle stepped =
                steps.bundle(dir.resolve("m2")).labels(LABELS).scores(Scores.SOFTMAX).build();
        assertThat(refused(steps, stepped, SegmentedRun.options(40, ObjectOptions.Method.NONE)))
                .contains("tile=40", "16 pixels and 16 more each", "use 48");
        ModelBundle silent =
                stepped.toBuilder().inputs(n.bundle(dir.resolve("m3")).build().inputs()).build();
        assertThat(refused(steps, silent, SegmentedRun.options(40, ObjectOptions.Method.NONE)))
                .contains("fails on a tile of 40 x 40", "multiple of its step");
        ModelBundle decoder = stepped.toBuilder().decoder(Map.of("type", "stardist")).build();
        assertThat(refused(steps, decoder, o)).contains("3 channels, too few for decoder stardist");
        ModelBundle.Builder border = right.labels(LABELS).scores(Scores.SOFTMAX);
        for (int channel : new int[] {0, 3, -1}) {
            Map<String, Object> facts = Map.of("type", "border", "border", channel);
            assertThat(refused(n, border.decoder(facts).build(), o))
                    .contains("channel " + channel + " is the border", "stroma, tumour");
        }
        assertThat(refused(n, border.decoder(Map.of("type", "distance")).build(), o))
                .contains("objects of one class and the labels name stroma, tumour");
        assertThat(dir.resolve("refused")).doesNotExist();
    }

    private static List<String> files(Path folder) throws IOException {
        if (!Files.exists(folder)) return List.of();
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(f -> folder.relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, the network's output holds NaN",
        "Infinity, the network's output holds Infinity",
        "7, described as giving softmax probabilities but gave 7"
    })
    void outputsThatAreNoProbabilitiesFailTheImageAndLeaveNothing(double value, String sentence)
            throws IOException {
        ComputedNetwork n = ComputedNetwork.of(1, 3, (s, x, y, c) -> value);
        SegmentedRun run = run(n, Scores.SOFTMAX, 32, 64, 64);
        assertThat(run.result().failures().values())
                .singleElement()
                .asString()
                .containsIgnoringCase(sentence)
                .doesNotContain("\n", "Exception");
        assertThat(files(run.folder())).containsExactly("failures.csv", "run.json", "summary.csv");
    }

    @Test
    void aClassNumberWithoutALabelFailsTheImage() throws IOException {
        ComputedNetwork n =
                ComputedNetwork.of(1, 1, (s, x, y, c) -> 9)
                        .axes("byxc", "byx")
                        .type(ElementType.INT64);
        SegmentedRun run = run(n, null, 32, 64, 64);
        assertThat(run.result().failures().values())
                .singleElement()
                .asString()
                .contains("class 9 but there are 3 labels");
        assertThat(files(run.folder())).containsExactly("failures.csv", "run.json", "summary.csv");
    }

    @Test
    void borderHeadsDivideWhatTouchesAndBordersBelongToTheObjects() {
        FloatProcessor p = new FloatProcessor(60, 40);
        for (int y = 8; y < 28; y++) {
            for (int x = 8; x < 48; x++) p.setf(x, y, x == 27 || x == 28 ? 2 : 1);
        }
        ComputedNetwork n =
                ComputedNetwork.of(1, 3, (s, x, y, c) -> s.at(x, y, 0) == c ? 0.9 : 0.05);
        ModelBundle model =
                n.bundle(dir.resolve("m"))
                        .labels(List.of("background", "nucleus", "border"))
                        .scores(Scores.SOFTMAX)
                        .decoder(Map.of("type", "border", "border", 2))
                        .build();
        SegmentedRun run =
                SegmentedRun.of(
                        model,
                        n,
                        new ImagePlus("p", p),
                        SegmentedRun.options(32, ObjectOptions.Method.AUTO),
                        dir.resolve("out"));
        assertThat(run.result().failures()).isEmpty();
        assertThat(run.objects("area px^2")).containsExactly("400", "400");
        assertThat(run.labels().getProcessor().get(27, 15)).isEqualTo(1);
        assertThat(run.labels().getProcessor().get(28, 15)).isEqualTo(2);
    }

    @Test
    void distanceHeadsDivideAtThePassBetweenTwoSummits() {
        FloatProcessor p = new FloatProcessor(80, 40);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 80; x++) {
                double left = 1 - Math.hypot(x - 25, y - 20) / 15;
                double right = 1 - Math.hypot(x - 49, y - 20) / 15;
                p.setf(x, y, (float) Math.max(0, Math.max(left, right)));
            }
        }
        ComputedNetwork n = ComputedNetwork.of(1, 1, (s, x, y, c) -> s.at(x, y, 0));
        ModelBundle model =
                n.bundle(dir.resolve("m"))
                        .labels(List.of("nucleus"))
                        .decoder(Map.of("type", "distance", "channel", 0, "threshold", 0.1))
                        .build();
        SegmentedRun run =
                SegmentedRun.of(
                        model,
                        n,
                        new ImagePlus("p", p),
                        SegmentedRun.options(32, ObjectOptions.Method.AUTO),
                        dir.resolve("out"));
        assertThat(run.result().failures()).isEmpty();
        assertThat(run.objects("x")).hasSize(2);
        assertThat(run.labels().getProcessor().get(25, 20)).isEqualTo(1);
        assertThat(run.labels().getProcessor().get(49, 20)).isEqualTo(2);
    }

    @Test
    void withoutAScaleMeasuresAreInPixelsOfTheImageWhateverTheOutputsResolution() {
        ByteProcessor p = new ByteProcessor(120, 80);
        p.setColor(100);
        p.fillRect(20, 20, 40, 32);
        p.fillRect(80, 20, 8, 8);
        ComputedNetwork n = ComputedNetwork.of(1, 3, NetworkFormsTest::softmax).ratio(4);
        ModelBundle model =
                n.bundle(dir.resolve("m")).labels(LABELS).scores(Scores.SOFTMAX).build();
        SegmentOptions o =
                new SegmentOptions(
                        new TileOptions(Region.ALL, 0, 0),
                        32,
                        0,
                        false,
                        new ObjectOptions(ObjectOptions.Method.COMPONENTS, 100, 0, 0));
        SegmentedRun run = SegmentedRun.of(model, n, new ImagePlus("p", p), o, dir.resolve("out"));
        assertThat(run.objects("area px^2")).containsExactly("1280");
        assertThat(Double.parseDouble(run.objects("feret px").get(0)))
                .isCloseTo(Math.hypot(40, 32), within(1e-5));
        assertThat(run.objects("x")).containsExactly("40");
    }

    @Test
    void objectsOfAStackLieOnTheirPlanes() throws IOException {
        ImageStack stack = new ImageStack(64, 48);
        for (int z = 0; z < 3; z++) {
            ByteProcessor p = new ByteProcessor(64, 48);
            p.setColor(100);
            p.fillRect(5 + 10 * z, 5, 8, 8);
            stack.addSlice(p);
        }
        ImagePlus image = new ImagePlus("stack", stack);
        image.setDimensions(1, 3, 1);
        ComputedNetwork n = ComputedNetwork.of(1, 3, NetworkFormsTest::softmax);
        ModelBundle model =
                n.bundle(dir.resolve("m")).labels(LABELS).scores(Scores.SOFTMAX).build();
        SegmentOptions o = SegmentedRun.options(32, ObjectOptions.Method.COMPONENTS);
        SegmentedRun run = SegmentedRun.of(model, n, image, o, dir.resolve("out"));
        assertThat(run.objects("plane")).containsExactly("1", "2", "3");
        List<String> lines = Files.readAllLines(run.folder().resolve("image/objects.geojson"));
        // NB: as QuPath's ROITypeAdapters read it; without it they all lie on the first plane.
        assertThat(lines.get(1)).doesNotContain("\"plane\":{");
        assertThat(lines.get(2)).contains("\"plane\":{\"c\":-1,\"z\":1,\"t\":0}");
        assertThat(lines.get(3)).contains("\"plane\":{\"c\":-1,\"z\":2,\"t\":0}");
        assertThat(Annotations.read(run.folder().resolve("image/objects.geojson")).regions())
                .hasSize(3);
    }
}
