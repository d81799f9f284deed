package org.coverslip.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.coverslip.classify.Prediction;
import org.coverslip.tile.Tile;

/**
 * The tiles of a slide with what the network says of them; finds those that say most of a label.
 */
final class BestTiles {

    private final List<Scored> scored = new ArrayList<>();

    /** A tile and its prediction. */
    record Scored(Tile tile, Prediction prediction) {}

    void add(Tile tile, Prediction prediction) {
        scored.add(new Scored(tile, prediction));
    }

    boolean isEmpty() {
        return scored.isEmpty();
    }

    /** The mean over all tiles. */
    Prediction mean() {
        return Prediction.mean(scored.stream().map(Scored::prediction).toList());
    }

    /**
     * The tiles most probable to show a label, the first first; of tiles that share more than a
     * quarter of their area only the best.
     *
     * @param label index
     * @param most how many
     */
    List<Scored> of(int label, int most) {
        List<Scored> best = new ArrayList<>();
        List<Scored> order = new ArrayList<>(scored);
        order.sort(
                Comparator.<Scored>comparingDouble(s -> -s.prediction.probabilities().get(label))
                        .thenComparingInt(s -> s.tile.index()));
        for (Scored next : order) {
            if (best.size() == most) break;
            if (best.stream().noneMatch(b -> overlap(b.tile, next.tile))) best.add(next);
        }
        return best;
    }

    private static boolean overlap(Tile a, Tile b) {
        double w = a.w0() - Math.abs(a.x0() - b.x0());
        double h = a.h0() - Math.abs(a.y0() - b.y0());
        return w > 0 && h > 0 && w * h > a.w0() * a.h0() / 4;
    }
}
