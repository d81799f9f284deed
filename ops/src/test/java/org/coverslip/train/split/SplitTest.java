package org.coverslip.train.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

/** Patients stay together, classes keep their shares, what cannot be divided is refused. */
class SplitTest {

    private static final List<String> LABELS = List.of("normal", "stroma", "tumour");

    private static Member member(int i, String group, Part part, Integer... labels) {
        return new Member("image" + i, group, List.of(labels), Optional.ofNullable(part));
    }

    private static List<Member> singles(int... perClass) {
        List<Member> members = new ArrayList<>();
        for (int c = 0; c < perClass.length; c++) {
            for (int i = 0; i < perClass[c]; i++) {
                int n = members.size();
                members.add(member(n, "g" + n, null, c));
            }
        }
        return members;
    }

    @Test
    void leakageIsASharedPatient() {
        assertThat(Leakage.between(List.of(0, 1, 2), List.of(2, 3, 4))).isTrue();
        assertThat(Leakage.between(List.of(0, 1, 2), List.of(3, 4, 5))).isFalse();
    }

    @Test
    void aPatientInTwoSetsIsRefusedByName() {
        List<Member> members = new ArrayList<>(singles(10, 10, 10));
        members.add(member(90, "patient 7", Part.TRAINING, 0));
        members.add(member(91, "patient 7", Part.TEST, 1));
        members.add(member(92, "patient 8", Part.TEST, 1));
        assertThatThrownBy(() -> Split.of(0.2, 0, 1).apply("table.csv", LABELS, members))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(
                        "table.csv: patient 7 (training and test) is in more than one set; keep");
    }

    @Test
    void everyClassKeepsItsShare() {
        List<Member> members = singles(100, 50, 20);
        List<Part> parts = Split.of(0.2, 0.1, 5).apply("", LABELS, members);
        for (int c = 0; c < 3; c++) {
            int label = c;
            double all = members.stream().filter(m -> m.labels().contains(label)).count();
            assertThat(share(members, parts, c, Part.VALIDATION) / all)
                    .isCloseTo(0.2, within(1 / all + 1e-9));
            assertThat(share(members, parts, c, Part.TEST) / all)
                    .isCloseTo(0.1, within(1 / all + 1e-9));
        }
    }

    private static double share(List<Member> members, List<Part> parts, int label, Part part) {
        int n = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) == part && members.get(i).labels().contains(label)) n++;
        }
        return n;
    }

    @Property(tries = 200)
    void groupsAreNeverDivided(@ForAll long seed, @ForAll @IntRange(min = 6, max = 40) int groups) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Member> members = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            for (int i = random.nextInt(1, 9); i > 0; i--) {
                int n = members.size();
                members.add(member(n, "g" + g, null, g < 6 ? g % 3 : random.nextInt(3)));
            }
        }
        List<Part> parts = Split.of(0.25, 0, seed).apply("", LABELS, members);
        Map<String, Set<Part>> seen = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            seen.computeIfAbsent(members.get(i).group(), g -> new HashSet<>()).add(parts.get(i));
        }
        assertThat(seen.values()).allMatch(p -> p.size() == 1);
        for (int c = 0; c < 3; c++) {
            assertThat(share(members, parts, c, Part.TRAINING)).isPositive();
            assertThat(share(members, parts, c, Part.VALIDATION)).isPositive();
        }
    }

    @Test
    void everyMemberValidatesInExactlyOneFold() {
        List<Member> members = singles(31, 22, 13);
        int[] times = new int[members.size()];
        for (int fold = 1; fold <= 5; fold++) {
            List<Part> parts = new Split(0.2, 0, 5, fold, 3).apply("", LABELS, members);
            for (int i = 0; i < times.length; i++) if (parts.get(i) == Part.VALIDATION) times[i]++;
        }
        assertThat(times).containsOnly(1);
    }

    @Test
    void theSeedDecides() {
        List<Member> members = singles(40, 40, 40);
        List<Part> once = Split.of(0.2, 0, 1).apply("", LABELS, members);
        assertThat(Split.of(0.2, 0, 1).apply("", LABELS, members)).isEqualTo(once);
        assertThat(Split.of(0.2, 0, 2).apply("", LABELS, members)).isNotEqualTo(once);
    }

    @Test
    void aRareClassIsBothLearnedAndChecked() {
        List<Member> members = singles(100, 50, 2);
        List<Part> parts = Split.of(0.2, 0, 1).apply("", LABELS, members);
        assertThat(share(members, parts, 2, Part.TRAINING)).isEqualTo(1);
        assertThat(share(members, parts, 2, Part.VALIDATION)).isEqualTo(1);
    }

    @Test
    void aClassWithOneImageIsRefusedByName() {
        assertThatThrownBy(() -> Split.of(0.2, 0, 1).apply("data", LABELS, singles(9, 9, 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "data: the class tumour has only one image, so it cannot be both learned"
                                + " and checked; add images of tumour or leave the class out.");
    }

    @Test
    void aClassOfOnePatientIsRefusedToo() {
        List<Member> members = new ArrayList<>(singles(9, 9));
        for (int i = 0; i < 5; i++) members.add(member(50 + i, "p", null, 2));
        assertThatThrownBy(() -> Split.of(0.2, 0, 1).apply("data", LABELS, members))
                .hasMessageContaining("the 5 images of class tumour are of one patient");
    }

    @Test
    void whatTheUserAssignedStaysAndValidationComesOutOfTraining() {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            members.add(member(i, "g" + i, i < 45 ? Part.TRAINING : Part.TEST, i % 3));
        }
        List<Part> parts = Split.of(0.2, 0.3, 1).apply("", LABELS, members);
        assertThat(parts.subList(45, 60)).containsOnly(Part.TEST);
        assertThat(parts.subList(0, 45)).containsOnly(Part.TRAINING, Part.VALIDATION);
        assertThat(parts).filteredOn(p -> p == Part.VALIDATION).hasSize(9);
    }

    @Test
    void sharesAndFoldsThatLeaveNothingAreRefused() {
        assertThatThrownBy(() -> Split.of(0, 0, 1)).hasMessageContaining("validation=0.0");
        assertThatThrownBy(() -> Split.of(0.5, 0.5, 1)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new Split(0.2, 0, 5, 6, 1)).hasMessageContaining("fold=6");
        assertThatThrownBy(() -> new Split(0.2, 0, 1, 1, 1)).hasMessageContaining("folds=1");
    }
}
