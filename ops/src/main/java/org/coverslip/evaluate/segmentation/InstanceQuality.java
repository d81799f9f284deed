package org.coverslip.evaluate.segmentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well objects were found, from a {@link LabelOverlap} of instance labels.
 *
 * <p>Sources: F1 as in the Data Science Bowl 2018 and stardist's {@code matching}; AJI, Kumar et
 * al. 2017, "A dataset and a technique for generalized nuclear segmentation"; panoptic quality,
 * Kirillov et al. 2019.
 */
public final class InstanceQuality {

    private final LabelOverlap overlap;
    private final List<Scored> pairs = new ArrayList<>();

    private record Scored(LabelOverlap.Pair pair, double iou) {}

    /**
     * Objects that were matched at an IoU, one to one.
     *
     * @param iou least intersection over union of a match
     * @param matched true positives
     * @param invented predicted objects without a match
     * @param missed true objects without a match
     * @param meanIou of the matches; 0 without any
     */
    public record Match(double iou, int matched, int invented, int missed, double meanIou) {

        /** 2 TP / (2 TP + FP + FN); 1 where there is nothing to find and nothing was found. */
        public double f1() {
            int all = 2 * matched + invented + missed;
            return all == 0 ? 1 : 2.0 * matched / all;
        }

        /** Panoptic quality: mean IoU of the matches times F1. */
        public double panopticQuality() {
            return matched + invented + missed == 0 ? 1 : meanIou * f1();
        }
    }

    public InstanceQuality(LabelOverlap overlap) {
        this.overlap = overlap;
        for (LabelOverlap.Pair p : overlap.shared().keySet()) {
            pairs.add(new Scored(p, overlap.iou(p)));
        }
        pairs.sort(
                Comparator.<Scored>comparingDouble(s -> -s.iou())
                        .thenComparingInt(s -> s.pair().truth())
                        .thenComparingInt(s -> s.pair().predicted()));
    }

    /**
     * Matches the objects. From 0.5 on no object can match two others; below, the best pairs are
     * taken first.
     *
     * @param iou above 0, at most 1
     */
    public Match at(double iou) {
        if (!(iou > 0 && iou <= 1)) throw new IllegalArgumentException("IoU " + iou);
        Set<Integer> truth = new HashSet<>();
        Set<Integer> predicted = new HashSet<>();
        double sum = 0;
        for (Scored s : pairs) {
            if (s.iou() < iou) break;
            if (truth.contains(s.pair().truth()) || predicted.contains(s.pair().predicted())) {
                continue;
            }
            truth.add(s.pair().truth());
            predicted.add(s.pair().predicted());
            sum += s.iou();
        }
        int n = truth.size();
        return new Match(
                iou,
                n,
                overlap.predicted().size() - n,
                overlap.truth().size() - n,
                n == 0 ? 0 : sum / n);
    }

    /** Panoptic quality, whose matches are those above an IoU of 0.5. */
    public double panopticQuality() {
        return at(Math.nextUp(0.5)).panopticQuality();
    }

    /**
     * Aggregated Jaccard index: every true object takes the predicted one with the largest IoU;
     * shared pixels of all pairs over joined pixels of all pairs and of predicted objects that none
     * took.
     */
    public double aggregatedJaccard() {
        Set<Integer> taken = new HashSet<>();
        Set<Integer> met = new HashSet<>();
        double shared = 0;
        double joined = 0;
        for (Scored s : pairs) {
            if (!met.add(s.pair().truth())) continue;
            long both = overlap.shared().get(s.pair());
            shared += both;
            joined +=
                    overlap.truth().get(s.pair().truth())
                            + overlap.predicted().get(s.pair().predicted())
                            - both;
            taken.add(s.pair().predicted());
        }
        for (Map.Entry<Integer, Long> t : overlap.truth().entrySet()) {
            if (!met.contains(t.getKey())) joined += t.getValue();
        }
        for (Map.Entry<Integer, Long> p : overlap.predicted().entrySet()) {
            if (!taken.contains(p.getKey())) joined += p.getValue();
        }
        return joined == 0 ? 1 : shared / joined;
    }
}
