package org.coverslip.detect.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.junit.jupiter.api.Test;

/** One detection per object. */
class SuppressionTest {

    private static final Detection BEST = new Detection(new Box(0, 0, 10, 10), 0, 0.9);
    private static final Detection NEAR = new Detection(new Box(1, 0, 11, 10), 0, 0.8);
    private static final Detection OTHER_CLASS = new Detection(new Box(1, 0, 11, 10), 1, 0.7);
    private static final Detection APART = new Detection(new Box(40, 0, 50, 10), 0, 0.6);

    @Test
    void theBestOfAClassStays() {
        assertThat(HardSuppression.DEFAULT.apply(List.of(APART, OTHER_CLASS, NEAR, BEST)))
                .containsExactly(BEST, OTHER_CLASS, APART);
    }

    @Test
    void acrossClassesOnRequest() {
        assertThat(
                        new HardSuppression(0.45, true, 300)
                                .apply(List.of(APART, OTHER_CLASS, NEAR, BEST)))
                .containsExactly(BEST, APART);
    }

    @Test
    void everyWordMeansOneOfTheWays() {
        List<Detection> found = List.of(APART, OTHER_CLASS, NEAR, BEST);
        assertThat(Overlapping.parse("nms").with(0.45, 0.1, 300).apply(found))
                .containsExactly(BEST, OTHER_CLASS, APART);
        assertThat(Overlapping.parse("agnostic").with(0.45, 0.1, 300).apply(found))
                .containsExactly(BEST, APART);
        assertThat(Overlapping.parse("soft").with(0.45, 0.1, 300).apply(found)).hasSize(4);
        List<Detection> fused = Overlapping.parse("fusion").with(0.45, 0.1, 300).apply(found);
        assertThat(fused).hasSize(3);
        assertThat(fused.get(0).box().x0()).isEqualTo(0.8 / 1.7, within(1e-12));
        for (Overlapping o : Overlapping.values()) {
            assertThat(Overlapping.parse(o.toString())).isEqualTo(o);
            assertThat(o.with(0.45, 0.1, 1).apply(found)).hasSize(1);
        }
        assertThatThrownBy(() -> Overlapping.parse("wbf"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("use nms, agnostic, soft, fusion");
    }

    @Test
    void noMoreThanAskedFor() {
        assertThat(new HardSuppression(0.45, false, 1).apply(List.of(APART, BEST)))
                .containsExactly(BEST);
    }

    /** Against the literal definition: every pair compared. */
    @Test
    void theGridFindsTheSameAsComparingAllPairs() {
        Random random = new Random(7);
        for (int run = 0; run < 20; run++) {
            List<Detection> found = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                double size = Math.exp(random.nextDouble() * 6);
                Box box =
                        Box.centred(
                                random.nextDouble() * 500 - 50,
                                random.nextDouble() * 500 - 50,
                                size,
                                size * (0.2 + 2 * random.nextDouble()));
                found.add(new Detection(box, random.nextInt(2), random.nextDouble()));
            }
            List<Detection> literal = new ArrayList<>();
            for (Detection d : Ranking.of(found)) {
                boolean covered =
                        literal.stream()
                                .anyMatch(
                                        k -> k.label() == d.label() && k.box().iou(d.box()) > 0.3);
                if (!covered) literal.add(d);
            }
            Collections.shuffle(found, random);
            assertThat(new HardSuppression(0.3, false, 1000).apply(found)).isEqualTo(literal);
        }
    }

    /** iou of BEST and NEAR: 90 / 110. */
    @Test
    void softSuppressionLowersTheScore() {
        List<Detection> kept =
                new SoftSuppression(0.5, 0.01, 300).apply(List.of(NEAR, BEST, APART));
        double iou = 90.0 / 110;
        assertThat(kept)
                .extracting(Detection::box)
                .containsExactly(BEST.box(), APART.box(), NEAR.box());
        assertThat(kept.get(2).score()).isEqualTo(0.8 * Math.exp(-iou * iou / 0.5), within(1e-12));
    }

    @Test
    void fusionTakesTheMeanWeightedByScore() {
        List<Detection> kept = new BoxFusion(0.5, 2, 100).apply(List.of(NEAR, BEST, APART));
        assertThat(kept.get(0).box().x0()).isEqualTo(0.8 / 1.7, within(1e-12));
        assertThat(kept.get(0).score()).isEqualTo(0.85, within(1e-12));
        assertThat(kept.get(1).score()).as("seen by one view of two").isEqualTo(0.3, within(1e-12));
    }

    @Test
    void anObjectCutByATileBorderIsThereOnceAndWhole() {
        // Tiles of 100 with an overlap of 40; the object spans x 50 to 80, the first tile ends at
        // 70.
        Detection cut = new Detection(new Box(50, 10, 70, 40), 0, 0.95);
        Detection whole = new Detection(new Box(50, 10, 80, 40), 0, 0.7);
        Box first = new Box(0, 0, 70, 100);
        Box second = new Box(30, 0, 130, 100);
        List<TileMerge.Piece> pieces =
                List.of(
                        TileMerge.Piece.of(cut, 0, first, 500, 100),
                        TileMerge.Piece.of(whole, 1, second, 500, 100));
        assertThat(new TileMerge(0.45, 0.5, false).apply(pieces)).containsExactly(whole);
    }

    @Test
    void piecesOfAnObjectLargerThanTheOverlapAreJoined() {
        Detection left = new Detection(new Box(10, 10, 100, 40), 0, 0.9);
        Detection right = new Detection(new Box(60, 10, 140, 40), 0, 0.8);
        List<TileMerge.Piece> pieces =
                List.of(
                        TileMerge.Piece.of(left, 0, new Box(0, 0, 100, 100), 500, 100),
                        TileMerge.Piece.of(right, 1, new Box(60, 0, 160, 100), 500, 100));
        List<Detection> merged = new TileMerge(0.45, 0.4, false).apply(pieces);
        assertThat(merged).extracting(Detection::box).containsExactly(new Box(10, 10, 140, 40));
    }

    @Test
    void whatTouchesTheSlidesOwnEdgeIsNotCut() {
        Detection edge = new Detection(new Box(0, 0, 20, 20), 0, 0.9);
        assertThat(TileMerge.Piece.of(edge, 0, new Box(0, 0, 100, 100), 500, 500).cut()).isFalse();
    }
}
