package org.coverslip.evaluate.detection;

import java.util.Arrays;

/**
 * Precision against recall of one class at one overlap.
 *
 * @param precision after each detection, the best score first
 * @param recall likewise
 * @param scores of these detections
 * @param objects how many are really there
 */
public record PrecisionRecall(double[] precision, double[] recall, double[] scores, int objects) {

    private static final int POINTS = 101;

    /**
     * The mean over 101 recalls, 0 to 1, of the best precision at that recall or beyond, as COCO's
     * evaluation computes it (pycocotools, cocoeval.py, accumulate). NaN where no object is there.
     */
    public double average() {
        return objects == 0 ? Double.NaN : Arrays.stream(interpolated()).sum() / POINTS;
    }

    /**
     * The best precision at recall 0, 0.01, ... 1, or beyond; 0 where that recall is not reached.
     */
    public double[] interpolated() {
        double[] best = precision.clone();
        for (int i = best.length - 1; i > 0; i--) best[i - 1] = Math.max(best[i - 1], best[i]);
        double[] at = new double[POINTS];
        int i = 0;
        for (int p = 0; p < POINTS; p++) {
            // NB: numpy's linspace, so that equal recalls compare as there.
            double wanted = p == POINTS - 1 ? 1 : p * 0.01;
            while (i < best.length && recall[i] < wanted) i++;
            at[p] = i < best.length ? best[i] : 0;
        }
        return at;
    }
}
