package org.coverslip.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coverslip.explain.method.Methods;
import org.coverslip.explain.method.Question;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Shipped;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.synthetic.Nucleus;
import org.coverslip.synthetic.Region;
import org.coverslip.synthetic.Rendering;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.junit.jupiter.api.Test;

/**
 * The pointing game (Zhang et al. 2016) on slides that no training has seen: does the hottest place
 * lie on a tumour nucleus, with the paper's tolerance of 15 pixels? Only tiles at the border of a
 * tumour are asked, in which its nuclei with the tolerance cover less than half: chance is what
 * they cover.
 */
class PointingGameTest {

    private static final int SIDE = 128;
    private static final int TOLERANCE = 15;
    private static final int TILES = 100;

    /** Fewer nuclei at a tile's rim, cut off, are nothing that anybody would call tumour. */
    private static final int FEW = 3;

    private static final int SLIDE = 6000;
    private static final long FIRST_SEED = 77_001;

    private record Target(TensorBlock sample, boolean[] hit, double share) {}

    private final List<Target> targets = targets();

    private static List<Target> targets() {
        List<Target> found = new ArrayList<>();
        Random random = new Random(1);
        for (long seed = FIRST_SEED; found.size() < TILES; seed++) {
            SyntheticSlide slide = SyntheticSlide.of(SlideParameters.of(seed, SLIDE, SLIDE));
            for (int i = 0; i < 3000 && found.size() < TILES; i++) {
                int x = random.nextInt(SLIDE - SIDE);
                int y = random.nextInt(SLIDE - SIDE);
                if (!isBorder(slide, x, y)) continue;
                Rendering tile = slide.render(x, y, SIDE, SIDE);
                if (tile.nuclei().stream().filter(n -> n.region() == Region.TUMOUR).count() < FEW) {
                    continue;
                }
                Target target = target(tile);
                if (target.share > 0.03 && target.share < 0.5) found.add(target);
            }
        }
        return found;
    }

    private static boolean isBorder(SyntheticSlide slide, int x, int y) {
        boolean tumour = false;
        boolean other = false;
        for (int j = 0; j < SIDE; j += 31) {
            for (int i = 0; i < SIDE; i += 31) {
                Region region = slide.regionAt(x + i, y + j);
                if (region == Region.BACKGROUND) return false;
                tumour |= region == Region.TUMOUR;
                other |= region != Region.TUMOUR;
            }
        }
        return tumour && other;
    }

    private static Target target(Rendering tile) {
        boolean[] hit = new boolean[SIDE * SIDE];
        int covered = 0;
        for (int i = 0; i < hit.length; i++) {
            int label = tile.labels()[i];
            if (label == 0) continue;
            Nucleus nucleus = tile.nuclei().get(label - 1);
            if (nucleus.region() == Region.TUMOUR) spread(hit, i % SIDE, i / SIDE);
        }
        for (boolean h : hit) if (h) covered++;
        float[] values = new float[SIDE * SIDE * 3];
        for (int i = 0; i < values.length; i++) values[i] = (tile.rgb()[i] & 0xff) / 255f;
        return new Target(
                new TensorBlock(values, new int[] {1, SIDE, SIDE, 3}, "byxc"),
                hit,
                covered / (double) hit.length);
    }

    private static void spread(boolean[] hit, int x, int y) {
        for (int dy = -TOLERANCE; dy <= TOLERANCE; dy++) {
            for (int dx = -TOLERANCE; dx <= TOLERANCE; dx++) {
                boolean near = dx * dx + dy * dy <= TOLERANCE * TOLERANCE;
                boolean inside = x + dx >= 0 && y + dy >= 0 && x + dx < SIDE && y + dy < SIDE;
                if (near && inside) hit[(y + dy) * SIDE + x + dx] = true;
            }
        }
    }

    private double play(ModelBundle model, Network network) {
        int tumour = model.labels().indexOf(Region.TUMOUR.label());
        try (Explainer explainer =
                Explainer.open(model, network, Methods.named("gradcam"), "", 8, () -> false)) {
            List<RawHeat> heats =
                    explainer.explain(
                            targets.stream().map(t -> new Question(t.sample, tumour)).toList());
            int hits = 0;
            for (int i = 0; i < TILES; i++) {
                int peak = peak(heats.get(i).resized(SIDE, SIDE).values());
                if (peak >= 0 && targets.get(i).hit[peak]) hits++;
            }
            return hits / (double) TILES;
        }
    }

    private static int peak(float[] values) {
        int peak = -1;
        float max = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] > max) {
                max = values[i];
                peak = i;
            }
        }
        return peak;
    }

    @Test
    void theShippedClassifierPointsAtTumourNucleiAndRandomWeightsDoNot() {
        double chance = targets.stream().mapToDouble(Target::share).average().orElseThrow();
        try (ModelBundle model = Models.open(Path.of(Shipped.TISSUE), Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            double learned = play(model, network);
            double random = 0;
            int draws = 5;
            for (int seed = 1; seed <= draws; seed++) {
                try (Network other = network.withRandomWeights(network.weightedLayers(), seed)) {
                    random += play(model, other) / draws;
                }
            }
            System.out.printf(
                    "pointing game: learned %.2f, random weights %.2f, chance %.2f%n",
                    learned, random, chance);
            assertThat(learned).isGreaterThanOrEqualTo(0.9);
            assertThat(random).isLessThanOrEqualTo(chance + 0.1);
        }
    }
}
