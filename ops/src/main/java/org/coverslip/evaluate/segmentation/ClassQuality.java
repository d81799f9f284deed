package org.coverslip.evaluate.segmentation;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well classes of pixels agree, from a {@link LabelOverlap} of class labels.
 *
 * @param overlap of labels that are classes; 0 is background and no class
 */
public record ClassQuality(LabelOverlap overlap) {

    private long truth(int label) {
        return overlap.truth().getOrDefault(label, 0L);
    }

    private long predicted(int label) {
        return overlap.predicted().getOrDefault(label, 0L);
    }

    private long shared(int label) {
        return overlap.shared().getOrDefault(new LabelOverlap.Pair(label, label), 0L);
    }

    /** 2 |A and B| / (|A| + |B|); NaN where the class is in neither. */
    public double dice(int label) {
        long both = truth(label) + predicted(label);
        return both == 0 ? Double.NaN : 2.0 * shared(label) / both;
    }

    /** |A and B| / |A or B|; NaN where the class is in neither. */
    public double iou(int label) {
        long any = truth(label) + predicted(label) - shared(label);
        return any == 0 ? Double.NaN : shared(label) / (double) any;
    }

    /**
     * Mean IoU of the classes that are anywhere; NaN where none is.
     *
     * @param classes how many there are, from 1
     */
    public double meanIou(int classes) {
        return mean(classes, this::iou);
    }

    /**
     * Mean Dice of the classes that are anywhere; NaN where none is.
     *
     * @param classes how many there are, from 1
     */
    public double meanDice(int classes) {
        return mean(classes, this::dice);
    }

    private static double mean(int classes, IntToDoubleFunction of) {
        return IntStream.rangeClosed(1, classes)
                .mapToDouble(of)
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }
}
