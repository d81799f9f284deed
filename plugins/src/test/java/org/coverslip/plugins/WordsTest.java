package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.coverslip.RefusedException;
import org.coverslip.SmallNetworks;
import org.coverslip.job.ImageItem;
import org.coverslip.report.Progress;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.Region;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.coverslip.words.LearnWords;
import org.coverslip.words.WordSettings;
import org.coverslip.words.project.Scale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What learn-words and map-words give, with the network that ships. */
class WordsTest {

    /** The layer before the last: the last one knows the three tissues it was trained for only. */
    private static final String LAYER = "block3_relu";

    private static final int PATCH = 128;
    private static final int SIDE = 8000;

    /** Index of the texture that a disease goes with: fat. */
    private static final int PLANTED = 3;

    @TempDir static Path dir;
    private static OpenModel model;
    private static SyntheticSlide truth;

    @BeforeAll
    static void makeSlides() {
        model = OpenModel.open("tissue", "cpu", false);
        SlideParameters five = SlideParameters.of(100, SIDE, SIDE).withTissue(0.8).withTextures(5);
        truth = SyntheticSlide.of(five);
        MakeSlide.of(five).write(dir.resolve("five.tif"));
        MakeSlide.of(SlideParameters.of(7, 1500, 1200)).write(dir.resolve("small.tif"));
        learn(List.of("five.tif"), "five").run();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ImageItem item(String name) {
        return ImageItem.of(name, dir.resolve(name));
    }

    private static LearnWords learn(List<String> slides, String output) {
        return LearnWords.with(model.bundle(), model.network())
                .images(slides.stream().map(WordsTest::item).toList())
                .output(dir.resolve(output))
                .layer(LAYER)
                .products(new EngineSource("cpu"));
    }

    private static WordSettings words(int count) {
        return new WordSettings(count, 16, Scale.STANDARD, 0, false, 1);
    }

    /** Tissue of a patch that is nearly all of one; empty for others. */
    private static Region pure(SyntheticSlide slide, List<String> row) {
        int x = (int) Double.parseDouble(row.get(3));
        int y = (int) Double.parseDouble(row.get(4));
        int[] counts = new int[Region.values().length];
        for (int i = 4; i < PATCH; i += 8) {
            for (int j = 4; j < PATCH; j += 8) {
                int px = Math.min(x + i, slide.width() - 1);
                counts[slide.regionAt(px, Math.min(y + j, slide.height() - 1)).ordinal()]++;
            }
        }
        for (Region r : Region.values()) if (counts[r.ordinal()] >= 0.9 * 256) return r;
        return null;
    }

    private static int word(String name) {
        return Integer.parseInt(name.substring("word ".length())) - 1;
    }

    /** The word that most pure patches of a tissue got. */
    private static int wordOf(Region region) throws Exception {
        int[] counts = new int[5];
        for (List<String> row : Table.read(dir.resolve("five/five.tif/tiles.csv")).rows()) {
            if (pure(truth, row) == region) counts[word(row.get(7))]++;
        }
        int best = 0;
        for (int w = 1; w < counts.length; w++) if (counts[w] > counts[best]) best = w;
        return best;
    }

    @Test
    void fiveTexturesAreFoundToBeFive() {
        Path out = dir.resolve("five");
        Table summary = Table.read(out.resolve("summary.csv"));
        assertThat(summary.columns()).endsWith("word 4", "word 5").doesNotContain("word 6");
        List<Integer> a = new ArrayList<>();
        List<Integer> b = new ArrayList<>();
        for (List<String> row : Table.read(out.resolve("five.tif/tiles.csv")).rows()) {
            Region region = pure(truth, row);
            if (region == null) continue;
            a.add(region.ordinal());
            b.add(word(row.get(7)));
        }
        assertThat(a).hasSizeGreaterThan(1500);
        assertThat(adjustedRand(a, b)).isGreaterThan(0.95);
        for (String file :
                List.of(
                        "dictionary.png",
                        "histograms.png",
                        "embedding.png",
                        "choice.png",
                        "choice.csv",
                        "counts.csv",
                        "tfidf.csv",
                        "codebook/codebook.json",
                        "codebook/medoids/word 1.png",
                        "five.tif/overlay.png",
                        "five.tif/labels.tif")) assertThat(out.resolve(file)).exists();
    }

    private static double adjustedRand(List<Integer> a, List<Integer> b) {
        Map<Integer, Integer> rows = new TreeMap<>();
        Map<Integer, Integer> columns = new TreeMap<>();
        Map<List<Integer>, Integer> cells = new java.util.HashMap<>();
        for (int i = 0; i < a.size(); i++) {
            rows.merge(a.get(i), 1, Integer::sum);
            columns.merge(b.get(i), 1, Integer::sum);
            cells.merge(List.of(a.get(i), b.get(i)), 1, Integer::sum);
        }
        double both = cells.values().stream().mapToDouble(WordsTest::pairs).sum();
        double r = rows.values().stream().mapToDouble(WordsTest::pairs).sum();
        double c = columns.values().stream().mapToDouble(WordsTest::pairs).sum();
        double chance = r * c / pairs(a.size());
        return (both - chance) / ((r + c) / 2 - chance);
    }

    private static double pairs(int n) {
        return n * (n - 1.0) / 2;
    }

    @Test
    void aTextureThatGoesWithADiseasePredictsIt() throws Exception {
        List<String> names = new ArrayList<>();
        StringBuilder table = new StringBuilder("image,label,group\n");
        SplittableRandom random = new SplittableRandom(5);
        for (int p = 0; p < 60; p++) {
            boolean severe = p % 2 == 1;
            String name = "patient-" + p + ".tif";
            // NB: patients differ. Fat is planted since its patches are all one word; of the
            // lymphoid texture mixed patches go to the tumour's word, and as shares add up to 1,
            // what makes room for it tells the classes apart nearly as well.
            double[] parts = random.doubles(5, 0.8, 1.2).toArray();
            if (severe) parts[PLANTED] *= 1.7;
            MakeSlide.of(
                            SlideParameters.of(1000 + p, 2000, 2000)
                                    .withTissue(0.8)
                                    .withTextures(5, parts))
                    .write(dir.resolve(name));
            names.add(name);
            table.append(name).append(severe ? ",severe,p" : ",mild,p").append(p).append('\n');
        }
        Path labels = Files.writeString(dir.resolve("truth.csv"), table);
        LearnWords.Result result =
                learn(names, "cohort").mapWith(dir.resolve("five/codebook")).truth(labels).run();
        assertThat(result.failures()).isEmpty();
        assertThat(result.done()).isEqualTo(60);
        Path out = dir.resolve("cohort");
        for (List<String> row : Table.read(out.resolve("classifier.csv")).rows()) {
            assertThat(Double.parseDouble(row.get(4))).as(row.get(0)).isGreaterThanOrEqualTo(0.9);
            assertThat(Double.parseDouble(row.get(5))).isGreaterThan(0.8);
        }
        String first = Table.read(out.resolve("importance.csv")).rows().get(0).get(0);
        assertThat(word(first)).isEqualTo(wordOf(SlideParameters.TEXTURES.get(PLANTED)));
        assertThat(out.resolve("roc.png")).exists();
        assertThat(out.resolve("tree.png")).exists();
    }

    @Test
    void anotherNumberOfWordsReadsNoPatchAgain() throws Exception {
        learn(List.of("small.tif"), "again").settings(words(3)).run();
        Path features = dir.resolve("again/features/small.tif/features.f32");
        var written = Files.getLastModifiedTime(features);
        LearnWords.Result four = learn(List.of("small.tif"), "again").settings(words(4)).run();
        assertThat(four.words()).isEqualTo(4);
        assertThat(Files.getLastModifiedTime(features)).isEqualTo(written);
        assertThat(Files.readString(dir.resolve("again/run.json")))
                .contains("there is only one slide: distances and the tree");
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws Exception {
        learn(List.of("small.tif"), "one").settings(words(3)).run();
        learn(List.of("small.tif"), "two").settings(words(3)).run();
        for (String file :
                List.of("codebook/codebook.f32", "summary.csv", "small.tif/tiles.csv", "tfidf.csv"))
            assertThat(dir.resolve("two").resolve(file))
                    .hasSameBinaryContentAs(dir.resolve("one").resolve(file));
    }

    @Test
    void moreWordsThanPatchesAreRefused() {
        assertThatThrownBy(() -> learn(List.of("small.tif"), "many").settings(words(999)).run())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("words=999: there are only");
    }

    @Test
    void anUnknownLayerIsRefusedBeforeAnySlideIsRead() {
        assertThatThrownBy(() -> learn(List.of("small.tif"), "layer").layer("block9").run())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(
                        "layer=block9: the network has no such layer; use one such as");
        assertThat(dir.resolve("layer")).doesNotExist();
    }

    @Test
    void wordsOfAnotherModelAreRefused() {
        SmallNetworks.brightness(dir.resolve("brightness"), 64, 0.5);
        try (OpenModel other = OpenModel.open(dir.resolve("brightness").toString(), "cpu", false)) {
            LearnWords mapping =
                    LearnWords.with(other.bundle(), other.network())
                            .images(List.of(item("small.tif")))
                            .output(dir.resolve("other"))
                            .mapWith(dir.resolve("five/codebook"));
            assertThatThrownBy(mapping::run)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("brightness has other weights");
        }
    }

    @Test
    void oneSlidePredictsNothing() throws Exception {
        Path labels =
                Files.writeString(
                        dir.resolve("few.csv"), "image,label\nsmall.tif,a\nother.tif,b\n");
        assertThatThrownBy(
                        () ->
                                learn(List.of("small.tif"), "few")
                                        .settings(words(3))
                                        .truth(labels)
                                        .run())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is one slide, from which nothing can be predicted");
    }

    @Test
    void itStopsWithinASecondAndSaysSo() {
        AtomicLong asked = new AtomicLong();
        Progress stop =
                new Progress() {
                    @Override
                    public void update(long done, long total, String unit) {
                        if (unit.equals("tiles") && done > 40 && asked.get() == 0)
                            asked.set(System.nanoTime());
                    }

                    @Override
                    public boolean isCanceled() {
                        return asked.get() != 0;
                    }
                };
        LearnWords.Result result = learn(List.of("five.tif"), "stopped").progress(stop).run();
        assertThat(result.canceled()).isTrue();
        assertThat(System.nanoTime() - asked.get()).isLessThan(1_000_000_000L);
        assertThat(dir.resolve("stopped/features/five.tif/features.f32")).doesNotExist();
    }
}
