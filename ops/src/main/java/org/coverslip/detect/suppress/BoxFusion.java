package org.coverslip.detect.suppress;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.detect.Box;
import org.coverslip.detect.BoxIndex;
import org.coverslip.detect.Detection;

/**
 * Weighted box fusion (Solovyev et al. 2021, arXiv 1910.13302): detections of one object from
 * several networks, or several views of one image, become their mean, weighted by score. The score
 * is the mean of their scores times min(n, views) / views, so that what only one view saw counts
 * less.
 *
 * @param iou detections overlapping a fused box by more than this join it
 * @param views how many networks or views the detections come from
 * @param most how many stay at most
 */
public record BoxFusion(double iou, int views, int most) implements Suppression {

    @Override
    public List<Detection> apply(List<Detection> found) {
        List<Cluster> clusters = new ArrayList<>();
        BoxIndex index = new BoxIndex();
        for (Detection detection : Ranking.of(found)) {
            // NB: the weights are the scores; a box without one has no say.
            if (!(detection.score() > 0)) continue;
            int best = nearest(detection, clusters, index);
            if (best < 0) {
                Cluster cluster = new Cluster(detection);
                // NB: the mean of one box differs from it by rounding, and it is the mean that is
                // taken out.
                index.add(clusters.size(), cluster.box());
                clusters.add(cluster);
            } else {
                Cluster cluster = clusters.get(best);
                index.remove(best, cluster.box());
                cluster.add(detection);
                index.add(best, cluster.box());
            }
        }
        List<Detection> fused = Ranking.of(clusters.stream().map(c -> c.detection(views)).toList());
        return fused.subList(0, Math.min(most, fused.size()));
    }

    private int nearest(Detection detection, List<Cluster> clusters, BoxIndex index) {
        int[] best = {-1};
        double[] overlap = {iou};
        index.near(
                detection.box(),
                i -> {
                    if (clusters.get(i).label != detection.label()) return;
                    double now = clusters.get(i).box().iou(detection.box());
                    // NB: on equal overlap the older cluster, so that the index's order is no
                    // matter.
                    if (now > overlap[0] || now == overlap[0] && best[0] > i) {
                        overlap[0] = now;
                        best[0] = i;
                    }
                });
        return best[0];
    }

    private static final class Cluster {

        private final int label;
        private double weight;
        private double x0;
        private double y0;
        private double x1;
        private double y1;
        private int members;

        Cluster(Detection first) {
            label = first.label();
            add(first);
        }

        void add(Detection d) {
            weight += d.score();
            x0 += d.score() * d.box().x0();
            y0 += d.score() * d.box().y0();
            x1 += d.score() * d.box().x1();
            y1 += d.score() * d.box().y1();
            members++;
        }

        Box box() {
            return new Box(x0 / weight, y0 / weight, x1 / weight, y1 / weight);
        }

        Detection detection(int views) {
            double score = weight / members * Math.min(members, views) / views;
            return new Detection(box(), label, score);
        }
    }
}
