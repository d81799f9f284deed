package org.coverslip.evaluate.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;

/**
 * Average precision as COCO defines it (Lin et al. 2014, arXiv 1405.0312; pycocotools'
 * cocoeval.py): within an image and a class, detections take, the best score first, the free object
 * that they overlap most, if by at least the asked intersection over union; over all images, the
 * best score first, that gives precision and recall.
 *
 * <p>Objects of all sizes count. Crowds are not asked for, and detections that overlap nothing but
 * a crowd do not count.
 */
public final class DetectionQuality {

    /** COCO looks at the hundred best detections of an image and class. */
    public static final int MOST = 100;

    private static final double FIRST = 0.5;
    private static final double STEP = 0.05;
    private static final int STEPS = 10;

    private final List<ScoredImage> images;
    private final int classes;
    private final int most;

    /**
     * @param classes how many; labels are 0 to {@code classes - 1}
     */
    public DetectionQuality(List<ScoredImage> images, int classes) {
        this(images, classes, MOST);
    }

    /**
     * @param most detections of an image and class that are looked at
     */
    public DetectionQuality(List<ScoredImage> images, int classes, int most) {
        this.images = List.copyOf(images);
        this.classes = classes;
        this.most = most;
    }

    /** Average precision of a class at one overlap; NaN where no such object is there. */
    public double averagePrecision(int label, double iou) {
        return curve(label, iou).average();
    }

    /** The mean of {@link #averagePrecision} over all classes that are there. */
    public double meanAveragePrecision(double iou) {
        double[] values = new double[classes];
        for (int c = 0; c < classes; c++) values[c] = averagePrecision(c, iou);
        return mean(values);
    }

    /** mAP at 0.5:0.95: the mean over overlaps 0.5, 0.55, ... 0.95. */
    public double meanAveragePrecision() {
        double[] values = new double[STEPS];
        for (int i = 0; i < STEPS; i++) values[i] = meanAveragePrecision(FIRST + i * STEP);
        return mean(values);
    }

    /** The mean of {@link #averagePrecision} of a class over overlaps 0.5, 0.55, ... 0.95. */
    public double averagePrecision(int label) {
        double[] values = new double[STEPS];
        for (int i = 0; i < STEPS; i++) values[i] = averagePrecision(label, FIRST + i * STEP);
        return mean(values);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    }

    private record Match(double score, boolean hit) {}

    /** Precision against recall of a class at one overlap. */
    public PrecisionRecall curve(int label, double iou) {
        List<Match> matches = new ArrayList<>();
        int objects = 0;
        for (ScoredImage image : images) {
            List<Truth> truth = image.truth().stream().filter(t -> t.label() == label).toList();
            objects += (int) truth.stream().filter(t -> !t.crowd()).count();
            match(image.found(), truth, label, iou, matches);
        }
        // NB: the sort is stable, as pycocotools' merge sort is: ties keep the images' order.
        matches.sort(Comparator.comparingDouble(Match::score).reversed());
        double[] precision = new double[matches.size()];
        double[] recall = new double[matches.size()];
        int hits = 0;
        for (int i = 0; i < precision.length; i++) {
            if (matches.get(i).hit) hits++;
            precision[i] = hits / (i + 1.0);
            recall[i] = objects == 0 ? 0 : hits / (double) objects;
        }
        double[] scores = matches.stream().mapToDouble(Match::score).toArray();
        return new PrecisionRecall(precision, recall, scores, objects);
    }

    private void match(
            List<Detection> all, List<Truth> truth, int label, double iou, List<Match> into) {
        List<Detection> found =
                all.stream()
                        .filter(d -> d.label() == label)
                        .sorted(Comparator.comparingDouble(Detection::score).reversed())
                        .limit(most)
                        .toList();
        boolean[] taken = new boolean[truth.size()];
        for (Detection detection : found) {
            int best = best(detection.box(), truth, taken, iou, false);
            // NB: any number may be in one crowd, and a crowd is only for those without an object.
            if (best < 0 && best(detection.box(), truth, taken, iou, true) >= 0) continue;
            if (best >= 0) taken[best] = true;
            into.add(new Match(detection.score(), best >= 0));
        }
    }

    /** The free object, or the crowd, that is overlapped most, the last of equals; -1 if none. */
    private static int best(
            Box found, List<Truth> truth, boolean[] taken, double iou, boolean crowds) {
        int best = -1;
        double overlap = Math.min(iou, 1 - 1e-10);
        for (int t = 0; t < taken.length; t++) {
            if (taken[t] || truth.get(t).crowd() != crowds) continue;
            double now = truth.get(t).overlap(found);
            if (now < overlap) continue;
            overlap = now;
            best = t;
        }
        return best;
    }
}
