package org.coverslip.evaluate.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;

/**
 * Who is taken for whom: pairs of objects and detections, whatever their class, the largest overlap
 * first. The last row and column stand for the background: what was missed, and what was found
 * where nothing is.
 *
 * @param counts [true class][found class]
 */
public record ConfusionMatrix(int[][] counts) {

    private record Pair(int truth, int found, double iou) {}

    /**
     * @param score detections below are left out
     * @param iou overlap from which a detection belongs to an object
     */
    public static ConfusionMatrix of(
            List<ScoredImage> images, int classes, double score, double iou) {
        int[][] counts = new int[classes + 1][classes + 1];
        for (ScoredImage image : images) {
            List<Detection> found = image.found().stream().filter(d -> d.score() >= score).toList();
            count(image.truth(), found, iou, counts);
        }
        return new ConfusionMatrix(counts);
    }

    private static void count(
            List<Truth> truth, List<Detection> found, double iou, int[][] counts) {
        int nothing = counts.length - 1;
        List<Pair> pairs = new ArrayList<>();
        for (int t = 0; t < truth.size(); t++) {
            if (truth.get(t).crowd()) continue;
            for (int f = 0; f < found.size(); f++) {
                double overlap = truth.get(t).box().iou(found.get(f).box());
                if (overlap >= iou) pairs.add(new Pair(t, f, overlap));
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::iou).reversed());
        boolean[] seen = new boolean[truth.size()];
        boolean[] used = new boolean[found.size()];
        for (Pair pair : pairs) {
            if (seen[pair.truth] || used[pair.found]) continue;
            seen[pair.truth] = true;
            used[pair.found] = true;
            counts[truth.get(pair.truth).label()][found.get(pair.found).label()]++;
        }
        for (int t = 0; t < seen.length; t++) {
            if (!seen[t] && !truth.get(t).crowd()) counts[truth.get(t).label()][nothing]++;
        }
        for (int f = 0; f < used.length; f++) {
            Box box = found.get(f).box();
            boolean crowd = truth.stream().anyMatch(t -> t.crowd() && t.overlap(box) >= iou);
            if (!used[f] && !crowd) counts[nothing][found.get(f).label()]++;
        }
    }
}
