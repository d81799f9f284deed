package org.coverslip.words.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slides as histograms of words. */
class StudyTest {

    @TempDir Path dir;

    /** Sixty patients with two slides each; word 3 is more frequent in those who are ill. */
    private static Histograms cohort(double effect) {
        SplittableRandom random = new SplittableRandom(11);
        List<String> names = new ArrayList<>();
        int[][] counts = new int[120][6];
        for (int s = 0; s < 120; s++) {
            names.add("p" + s / 2 + "-" + s % 2 + ".svs");
            boolean ill = s / 2 % 2 == 1;
            for (int w = 0; w < 6; w++) {
                double mean = 100 * (w == 2 && ill ? 1 + effect : 1);
                counts[s][w] = (int) Math.max(0, mean + random.nextGaussian() * 25);
            }
        }
        return new Histograms(names, counts);
    }

    private static Truth truth(Histograms histograms) {
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, String> groups = new LinkedHashMap<>();
        for (String name : histograms.slides()) {
            int patient = Integer.parseInt(name.substring(1, name.indexOf('-')));
            labels.put(name, patient % 2 == 1 ? "severe" : "mild");
            groups.put(name, "p" + patient);
        }
        return new Truth(List.of("mild", "severe"), labels, groups);
    }

    @Test
    void aPlantedWordIsFoundToDriveThePrediction() {
        Histograms cohort = cohort(0.8);
        Study study = Study.of(cohort, truth(cohort), 1);
        for (Study.Result result : study.results()) {
            assertThat(result.auc().estimate()).as(result.learner().toString()).isGreaterThan(0.9);
            assertThat(result.auc().low()).isLessThan(result.auc().estimate());
        }
        assertThat(study.ranking().get(0)).isEqualTo(2);
        double[] p = study.permutation();
        for (int w = 0; w < 6; w++) if (w != 2) assertThat(p[2]).isGreaterThan(p[w]);
        double sum = 0;
        for (double i : study.impurity()) sum += i;
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    @Test
    void withoutAnEffectNothingIsPredicted() {
        Histograms cohort = cohort(0);
        Study study = Study.of(cohort, truth(cohort), 1);
        assertThat(study.results())
                .allSatisfy(r -> assertThat(r.auc().estimate()).isBetween(0.3, 0.7));
    }

    @Test
    void slidesOfAPatientStayTogetherAndFoldsAreEven() {
        Histograms cohort = cohort(0);
        Truth truth = truth(cohort);
        boolean[] positive = new boolean[120];
        for (int s = 0; s < 120; s++) positive[s] = s / 2 % 2 == 1;
        List<String> groups = cohort.slides().stream().map(truth.groups()::get).toList();
        int[] folds = Folds.of(positive, groups, 3);
        int[][] counts = new int[5][2];
        for (int s = 0; s < 120; s++) {
            assertThat(folds[s]).isEqualTo(folds[s / 2 * 2]);
            counts[folds[s]][positive[s] ? 1 : 0]++;
        }
        assertThat(counts)
                .isDeepEqualTo(new int[][] {{12, 12}, {12, 12}, {12, 12}, {12, 12}, {12, 12}});
    }

    @Test
    void wordsThatEverySlideHasCountLess() {
        Histograms h = new Histograms(List.of("a", "b"), new int[][] {{5, 5}, {10, 0}});
        assertThat(h.frequencies()[0]).containsExactly(0.5, 0.5);
        assertThat(h.tfIdf()[0][0]).isCloseTo(0.5, within(1e-12));
        assertThat(h.tfIdf()[0][1]).isCloseTo(0.5 * (Math.log(1.5) + 1), within(1e-12));
    }

    @Test
    void distancesAreThoseOfTheFormulas() {
        double[] p = {0.5, 0.5, 0};
        double[] q = {0, 0.5, 0.5};
        assertThat(SlideDistances.chiSquared(p, q)).isCloseTo(0.5, within(1e-12));
        assertThat(SlideDistances.hellinger(p, q)).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(SlideDistances.hellinger(new double[] {1, 0}, new double[] {0, 1})).isEqualTo(1);
    }

    @Test
    void theTreeJoinsTheMostAlikeFirst() {
        double[][] d = {{0, 0.1, 0.8}, {0.1, 0, 0.6}, {0.8, 0.6, 0}};
        SlideTree tree = SlideTree.of(List.of("a", "b", "it's"), d);
        assertThat(tree.height()).isCloseTo(0.7, within(1e-12));
        assertThat(tree.order()).containsExactly("a", "b", "it's");
        assertThat(tree.newick()).isEqualTo("(('a':0.05,'b':0.05):0.3,'it''s':0.35):0;");
    }

    @Test
    void tablesThatCannotBeUsedAreRefused() throws Exception {
        Path file = Files.writeString(dir.resolve("t.csv"), "image,class\na,x\n");
        assertThatThrownBy(() -> Truth.read(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("give columns image and label");
        Files.writeString(file, "image,label\na,x\nb,y\nc,z\n");
        assertThatThrownBy(() -> Truth.read(file))
                .hasMessageContaining("it has 3 different labels");
        Files.writeString(file, "image,label\na,x\na,y\n");
        assertThatThrownBy(() -> Truth.read(file)).hasMessageContaining("a stands in it twice");
        Files.writeString(file, "image,label\np0-0.svs,x\np1-0.svs,y\n");
        Histograms cohort = cohort(0);
        assertThatThrownBy(() -> Study.of(cohort, Truth.read(file), 1))
                .hasMessageContaining("it knows 1 as y and 1 as x");
    }
}
