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

/** Soft-NMS and weighted box fusion against the papers' own words, box by box. */
class SoftSuppressionTest {

    private static List<Detection> crowd(Random random) {
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            double x = random.nextInt(60);
            double y = random.nextInt(60);
            Box box = new Box(x, y, x + 10 + random.nextInt(20), y + 10 + random.nextInt(20));
            found.add(new Detection(box, random.nextInt(2), 0.01 + 0.99 * random.nextDouble()));
        }
        return found;
    }

    /** Bodla et al. 2017, figure 2 with equation 3, class by class. */
    private static List<Detection> literalSoft(List<Detection> all, double sigma, double least) {
        List<Detection> kept = new ArrayList<>();
        for (int label = 0; label < 2; label++) {
            List<Detection> b = new ArrayList<>();
            for (Detection d : all) if (d.label() == label) b.add(d);
            while (!b.isEmpty()) {
                Detection m = b.stream().max(Comparator.comparingDouble(Detection::score)).get();
                b.remove(m);
                if (m.score() >= least) kept.add(m);
                for (int i = 0; i < b.size(); i++) {
                    double iou = m.box().iou(b.get(i).box());
                    double score = b.get(i).score() * Math.exp(-(iou * iou) / sigma);
                    b.set(i, b.get(i).withScore(score));
                }
            }
        }
        kept.sort(Comparator.comparingDouble(Detection::score).reversed());
        return kept;
    }

    @Property(tries = 100)
    void softSuppressionIsThePapers(@ForAll Random random) {
        List<Detection> found = crowd(random);
        double sigma = 0.1 + random.nextDouble();
        double least = random.nextDouble() * 0.3;
        same(
                new SoftSuppression(sigma, least, 1000).apply(found),
                literalSoft(found, sigma, least));
    }

    /**
     * Solovyev et al. 2021, section 3: steps 1 to 6, with the score rescaled by equation 5, min(T,
     * N) / N.
     */
    private static List<Detection> literalFusion(List<Detection> all, double iou, int views) {
        List<Detection> b = new ArrayList<>(all);
        b.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<List<Detection>> clusters = new ArrayList<>();
        List<Box> fused = new ArrayList<>();
        for (Detection d : b) {
            int best = -1;
            double most = iou;
            for (int f = 0; f < fused.size(); f++) {
                if (clusters.get(f).get(0).label() != d.label()) continue;
                double now = fused.get(f).iou(d.box());
                if (now <= most) continue;
                most = now;
                best = f;
            }
            if (best < 0) {
                clusters.add(new ArrayList<>());
                fused.add(null);
                best = fused.size() - 1;
            }
            clusters.get(best).add(d);
            fused.set(best, mean(clusters.get(best)));
        }
        List<Detection> result = new ArrayList<>();
        for (int f = 0; f < fused.size(); f++) {
            List<Detection> t = clusters.get(f);
            double score = t.stream().mapToDouble(Detection::score).average().orElseThrow();
            score *= Math.min(t.size(), views) / (double) views;
            result.add(new Detection(fused.get(f), t.get(0).label(), score));
        }
        result.sort(Comparator.comparingDouble(Detection::score).reversed());
        return result;
    }

    private static Box mean(List<Detection> t) {
        double sum = 0;
        double[] v = new double[4];
        for (Detection d : t) {
            double[] box = {d.box().x0(), d.box().y0(), d.box().x1(), d.box().y1()};
            for (int i = 0; i < 4; i++) v[i] += d.score() * box[i];
            sum += d.score();
        }
        return new Box(v[0] / sum, v[1] / sum, v[2] / sum, v[3] / sum);
    }

    @Property(tries = 100)
    void fusionIsThePapers(@ForAll Random random) {
        List<Detection> found = crowd(random);
        double iou = 0.3 + 0.4 * random.nextDouble();
        int views = 1 + random.nextInt(5);
        same(new BoxFusion(iou, views, 1000).apply(found), literalFusion(found, iou, views));
    }

    private static void same(List<Detection> found, List<Detection> literal) {
        assertThat(found).hasSameSizeAs(literal);
        for (int i = 0; i < found.size(); i++) {
            Detection a = found.get(i);
            Detection b = literal.get(i);
            assertThat(a.label()).isEqualTo(b.label());
            assertThat(a.score()).isEqualTo(b.score(), within(1e-12));
            assertThat(a.box().x0()).isEqualTo(b.box().x0(), within(1e-9));
            assertThat(a.box().y1()).isEqualTo(b.box().y1(), within(1e-9));
        }
    }
}
