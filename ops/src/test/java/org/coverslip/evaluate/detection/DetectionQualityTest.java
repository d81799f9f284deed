package org.coverslip.evaluate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.junit.jupiter.api.Test;

/** mAP is COCO's. */
class DetectionQualityTest {

    private static final Truth A = new Truth(new Box(0, 0, 10, 10), 0);
    private static final Truth B = new Truth(new Box(50, 50, 60, 60), 0);

    /**
     * By hand: two objects; detections hit, miss, hit. Precision 1, 1/2, 2/3 at recall 1/2, 1/2, 1.
     * Best precision is 1 up to recall 0.5 (51 points) and 2/3 beyond (50 points).
     */
    @Test
    void aHandComputedExample() {
        List<Detection> found =
                List.of(
                        new Detection(A.box(), 0, 0.9),
                        new Detection(new Box(20, 20, 30, 30), 0, 0.8),
                        new Detection(B.box(), 0, 0.7));
        var quality = new DetectionQuality(List.of(new ScoredImage(List.of(A, B), found)), 1);
        double expected = (51 * 1.0 + 50 * 2.0 / 3) / 101;
        assertThat(quality.averagePrecision(0, 0.5)).isEqualTo(expected, within(1e-12));
        assertThat(quality.meanAveragePrecision()).isEqualTo(expected, within(1e-12));
    }

    /** IoU of (0,0,10,10) and (0,0,10,7) is 0.7: good up to 0.7, five of ten overlaps. */
    @Test
    void overlapsCount() {
        List<Detection> found = List.of(new Detection(new Box(0, 0, 10, 7), 0, 0.9));
        var quality = new DetectionQuality(List.of(new ScoredImage(List.of(A), found)), 1);
        assertThat(quality.averagePrecision(0, 0.5)).isEqualTo(1);
        assertThat(quality.averagePrecision(0, 0.75)).isEqualTo(0);
        assertThat(quality.averagePrecision(0)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void classesWithoutObjectsDoNotCount() {
        List<Detection> found = List.of(new Detection(A.box(), 0, 0.9));
        var quality = new DetectionQuality(List.of(new ScoredImage(List.of(A), found)), 3);
        assertThat(quality.averagePrecision(2, 0.5)).isNaN();
        assertThat(quality.meanAveragePrecision(0.5)).isEqualTo(1);
    }

    /**
     * 1000 random sets against a literal, slow reading of pycocotools' evaluateImg and accumulate.
     */
    @Test
    void likeALiteralImplementation() {
        Random random = new Random(11);
        for (int run = 0; run < 1000; run++) {
            List<ScoredImage> images = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) images.add(image(random));
            var quality = new DetectionQuality(images, 3, 5);
            double iou = 0.5 + 0.05 * random.nextInt(10);
            for (int label = 0; label < 3; label++) {
                double literal = literal(images, label, iou, 5);
                if (Double.isNaN(literal)) {
                    assertThat(quality.averagePrecision(label, iou)).isNaN();
                } else {
                    assertThat(quality.averagePrecision(label, iou))
                            .isEqualTo(literal, within(1e-12));
                }
            }
        }
    }

    @Test
    void crowdsAreNeitherAskedForNorHeldAgainstADetector() {
        Truth crowd = new Truth(new Box(100, 0, 200, 100), 0, true);
        List<Detection> found =
                List.of(
                        new Detection(new Box(110, 10, 120, 20), 0, 0.95),
                        new Detection(new Box(130, 10, 140, 20), 0, 0.94),
                        new Detection(A.box(), 0, 0.9));
        ScoredImage image = new ScoredImage(List.of(A, crowd), found);
        var quality = new DetectionQuality(List.of(image), 1);
        assertThat(quality.averagePrecision(0, 0.5)).isEqualTo(1);
        assertThat(quality.curve(0, 0.5).objects()).isEqualTo(1);
        assertThat(ConfusionMatrix.of(List.of(image), 1, 0, 0.5).counts())
                .isDeepEqualTo(new int[][] {{1, 0}, {0, 0}});
    }

    @Test
    void theConfusionMatrixTellsMissedInventedAndMistaken() {
        Truth c = new Truth(new Box(80, 0, 90, 10), 1);
        List<Detection> found =
                List.of(
                        new Detection(A.box(), 1, 0.9),
                        new Detection(new Box(30, 30, 35, 35), 0, 0.8),
                        new Detection(c.box(), 1, 0.7),
                        new Detection(B.box(), 0, 0.1));
        int[][] counts =
                ConfusionMatrix.of(List.of(new ScoredImage(List.of(A, B, c), found)), 2, 0.25, 0.5)
                        .counts();
        assertThat(counts).isDeepEqualTo(new int[][] {{0, 1, 1}, {0, 1, 0}, {1, 0, 0}});
    }

    private static ScoredImage image(Random random) {
        List<Truth> truth = new ArrayList<>();
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < random.nextInt(8); i++) {
            Box box = box(random);
            truth.add(new Truth(box, random.nextInt(3), random.nextInt(6) == 0));
            for (int k = 0; k < random.nextInt(3); k++) {
                Box near =
                        new Box(
                                box.x0() + random.nextInt(3),
                                box.y0() + random.nextInt(3),
                                box.x1() + random.nextInt(3),
                                box.y1() + random.nextInt(3));
                // NB: few scores, so that there are ties.
                found.add(new Detection(near, random.nextInt(3), random.nextInt(10) / 10.0));
            }
        }
        for (int i = 0; i < random.nextInt(3); i++) {
            found.add(new Detection(box(random), random.nextInt(3), random.nextInt(10) / 10.0));
        }
        return new ScoredImage(truth, found);
    }

    private static Box box(Random random) {
        double x = random.nextInt(50);
        double y = random.nextInt(50);
        return new Box(x, y, x + 5 + random.nextInt(20), y + 5 + random.nextInt(20));
    }

    /** pycocotools 2.0, cocoeval.py: evaluateImg and accumulate for area range "all". */
    private static double literal(List<ScoredImage> images, int label, double threshold, int most) {
        List<double[]> all = new ArrayList<>();
        int npig = 0;
        for (ScoredImage image : images) {
            List<Truth> gt = new ArrayList<>();
            for (Truth t : image.truth()) if (t.label() == label && !t.crowd()) gt.add(t);
            npig += gt.size();
            for (Truth t : image.truth()) if (t.label() == label && t.crowd()) gt.add(t);
            List<Detection> dt = new ArrayList<>();
            for (Detection d : image.found()) if (d.label() == label) dt.add(d);
            insertionSort(dt);
            boolean[] gtm = new boolean[gt.size()];
            for (int d = 0; d < Math.min(most, dt.size()); d++) {
                double iou = Math.min(threshold, 1 - 1e-10);
                int m = -1;
                for (int g = 0; g < gt.size(); g++) {
                    if (gtm[g] && !gt.get(g).crowd()) continue;
                    if (m > -1 && !gt.get(m).crowd() && gt.get(g).crowd()) break;
                    double now = iou(dt.get(d).box(), gt.get(g).box(), gt.get(g).crowd());
                    if (now < iou) continue;
                    iou = now;
                    m = g;
                }
                if (m >= 0) gtm[m] = true;
                boolean ignored = m >= 0 && gt.get(m).crowd();
                if (!ignored) all.add(new double[] {dt.get(d).score(), m >= 0 ? 1 : 0});
            }
        }
        if (npig == 0) return Double.NaN;
        for (int i = 1; i < all.size(); i++) {
            for (int j = i; j > 0 && all.get(j)[0] > all.get(j - 1)[0]; j--) {
                double[] swap = all.get(j);
                all.set(j, all.get(j - 1));
                all.set(j - 1, swap);
            }
        }
        double sum = 0;
        for (int p = 0; p <= 100; p++) {
            double best = 0;
            double tp = 0;
            for (int i = 0; i < all.size(); i++) {
                tp += all.get(i)[1];
                if (tp / npig >= p * 0.01) best = Math.max(best, tp / (i + 1));
            }
            sum += best;
        }
        return sum / 101;
    }

    private static void insertionSort(List<Detection> list) {
        for (int i = 1; i < list.size(); i++) {
            for (int j = i; j > 0 && list.get(j).score() > list.get(j - 1).score(); j--) {
                Detection swap = list.get(j);
                list.set(j, list.get(j - 1));
                list.set(j - 1, swap);
            }
        }
    }

    /** maskApi.c, bbIou: the union is the detection's area alone for a crowd. */
    private static double iou(Box a, Box b, boolean crowd) {
        double w = Math.min(a.x1(), b.x1()) - Math.max(a.x0(), b.x0());
        double h = Math.min(a.y1(), b.y1()) - Math.max(a.y0(), b.y0());
        double i = Math.max(0, w) * Math.max(0, h);
        double areas =
                (a.x1() - a.x0()) * (a.y1() - a.y0()) + (b.x1() - b.x0()) * (b.y1() - b.y0());
        return crowd ? i / ((a.x1() - a.x0()) * (a.y1() - a.y0())) : i / (areas - i);
    }
}
