package org.coverslip.detect.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.junit.jupiter.api.Test;

/**
 * Objects planted on a slide are seen by every tile that they reach into, cut at its borders, with
 * any score; joined they are there once each, whole.
 */
class TileMergeTest {

    private static final double IOU = 0.45;
    private static final double SMALLER = 0.5;

    private record Plant(int width, int height, int edge, int stride, List<Detection> objects) {

        int overlap() {
            return edge - stride;
        }

        List<TileMerge.Piece> seen(Random random) {
            List<TileMerge.Piece> pieces = new ArrayList<>();
            int tile = 0;
            for (int y = 0; y == 0 || y + overlap() < height; y += stride) {
                for (int x = 0; x == 0 || x + overlap() < width; x += stride) {
                    Box area = new Box(x, y, x + edge, y + edge);
                    for (Detection object : objects) {
                        Box b = object.box();
                        if (b.intersection(area) == 0) continue;
                        Box part =
                                new Box(
                                        Math.max(b.x0(), area.x0()),
                                        Math.max(b.y0(), area.y0()),
                                        Math.min(b.x1(), area.x1()),
                                        Math.min(b.y1(), area.y1()));
                        double score = 0.3 + 0.7 * random.nextDouble();
                        pieces.add(
                                TileMerge.Piece.of(
                                        new Detection(part, object.label(), score),
                                        tile,
                                        area,
                                        width,
                                        height));
                    }
                    tile++;
                }
            }
            return pieces;
        }
    }

    /**
     * Objects that do not touch each other.
     *
     * @param more than the overlap that they may be large; below 0: less. NB: from two pixels less
     *     on, some tile sees an object whole and free of its borders.
     */
    private static Plant plant(Random random, double more) {
        int edge = 48 + random.nextInt(400);
        int overlap = 8 + random.nextInt(edge / 2 - 8);
        int width = 20 + random.nextInt(1500);
        int height = 20 + random.nextInt(1500);
        List<Detection> objects = new ArrayList<>();
        for (int tries = 0; tries < 80; tries++) {
            double w = Math.min(width, 2 + random.nextDouble() * (overlap + more - 2));
            double h = Math.min(height, 2 + random.nextDouble() * (overlap + more - 2));
            double x = random.nextDouble() * (width - w);
            double y = random.nextDouble() * (height - h);
            Box box = new Box(x, y, x + w, y + h);
            boolean free = objects.stream().allMatch(o -> o.box().intersection(box) == 0);
            if (free) objects.add(new Detection(box, random.nextInt(3), 1));
        }
        return new Plant(width, height, edge, edge - overlap, objects);
    }

    @Property(tries = 300)
    void everyObjectUpToTheOverlapIsThereOnceAndWhole(@ForAll Random random) {
        Plant plant = plant(random, -2);
        List<Detection> merged = new TileMerge(IOU, SMALLER, false).apply(plant.seen(random));
        same(merged, plant.objects());
    }

    @Property(tries = 300)
    void soItIsWhereClassesAreNotToldApart(@ForAll Random random) {
        Plant plant = plant(random, -2);
        List<Detection> merged = new TileMerge(IOU, SMALLER, true).apply(plant.seen(random));
        same(merged, plant.objects());
    }

    @Property(tries = 300)
    void soIsEveryObjectThatNoTileSeesWholeAndSeveralSeeAPartOf(@ForAll Random random) {
        Plant plant = plant(random, 100);
        List<Detection> merged = new TileMerge(IOU, SMALLER, false).apply(plant.seen(random));
        same(merged, plant.objects());
    }

    @Property(tries = 100)
    void theOrderOfThePiecesDoesNotMatter(@ForAll Random random) {
        Plant plant = plant(random, 50);
        List<TileMerge.Piece> pieces = plant.seen(random);
        TileMerge merge = new TileMerge(IOU, SMALLER, false);
        List<Detection> merged = merge.apply(pieces);
        java.util.Collections.shuffle(pieces, random);
        assertThat(merge.apply(pieces)).isEqualTo(merged);
    }

    private static void same(List<Detection> merged, List<Detection> objects) {
        assertThat(merged).hasSameSizeAs(objects);
        Comparator<Detection> place =
                Comparator.comparingDouble((Detection d) -> d.box().x0())
                        .thenComparingDouble(d -> d.box().y0());
        List<Detection> a = merged.stream().sorted(place).toList();
        List<Detection> b = objects.stream().sorted(place).toList();
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.get(i).label()).isEqualTo(b.get(i).label());
            assertThat(a.get(i).box().x0()).isEqualTo(b.get(i).box().x0(), within(1e-9));
            assertThat(a.get(i).box().y0()).isEqualTo(b.get(i).box().y0(), within(1e-9));
            assertThat(a.get(i).box().x1()).isEqualTo(b.get(i).box().x1(), within(1e-9));
            assertThat(a.get(i).box().y1()).isEqualTo(b.get(i).box().y1(), within(1e-9));
        }
    }

    /** Two objects side by side at a border, each seen whole by one tile, stay two. */
    @Test
    void neighboursAtABorderStayTwo() {
        Detection left = new Detection(new Box(40, 10, 69, 40), 0, 0.9);
        Detection right = new Detection(new Box(66, 10, 90, 40), 0, 0.8);
        Detection cut = new Detection(new Box(66, 10, 70, 40), 0, 0.95);
        Box first = new Box(0, 0, 70, 100);
        Box second = new Box(30, 0, 130, 100);
        List<TileMerge.Piece> pieces =
                List.of(
                        TileMerge.Piece.of(cut, 0, first, 500, 100),
                        TileMerge.Piece.of(left, 1, second, 500, 100),
                        TileMerge.Piece.of(right, 1, second, 500, 100));
        assertThat(new TileMerge(IOU, SMALLER, false).apply(pieces)).containsExactly(left, right);
    }
}
