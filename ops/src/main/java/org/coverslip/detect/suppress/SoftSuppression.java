package org.coverslip.detect.suppress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.coverslip.detect.BoxIndex;
import org.coverslip.detect.Detection;

/**
 * Soft-NMS with the Gaussian penalty (Bodla et al. 2017, arXiv 1704.04503, eq. 3): a detection that
 * overlaps a better one of its class has its score multiplied by exp(-iou^2 / sigma) instead of
 * being dropped.
 *
 * @param sigma width of the penalty; 0.5 in the paper
 * @param threshold detections whose score falls below go
 * @param most how many stay at most
 */
public record SoftSuppression(double sigma, double threshold, int most) implements Suppression {

    private record Entry(int index, double score) {}

    @Override
    public List<Detection> apply(List<Detection> found) {
        List<Detection> all = Ranking.of(found);
        double[] scores = all.stream().mapToDouble(Detection::score).toArray();
        boolean[] taken = new boolean[all.size()];
        BoxIndex index = new BoxIndex();
        PriorityQueue<Entry> queue =
                new PriorityQueue<>(
                        Comparator.comparingDouble(Entry::score)
                                .reversed()
                                .thenComparingInt(Entry::index));
        for (int i = 0; i < scores.length; i++) {
            index.add(i, all.get(i).box());
            queue.add(new Entry(i, scores[i]));
        }
        List<Detection> kept = new ArrayList<>();
        while (!queue.isEmpty() && kept.size() < most) {
            Entry entry = queue.remove();
            double now = scores[entry.index];
            if (now < threshold) continue;
            // NB: scores only fall, so an entry that is out of date goes back to its right place.
            if (now < entry.score) {
                queue.add(new Entry(entry.index, now));
                continue;
            }
            Detection best = all.get(entry.index).withScore(now);
            taken[entry.index] = true;
            kept.add(best);
            index.near(
                    best.box(),
                    i -> {
                        Detection other = all.get(i);
                        if (taken[i] || other.label() != best.label()) return;
                        double iou = other.box().iou(best.box());
                        scores[i] *= Math.exp(-iou * iou / sigma);
                    });
        }
        return kept;
    }
}
