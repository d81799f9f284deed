package org.coverslip.detect;

import org.coverslip.RefusedException;
import org.coverslip.detect.suppress.HardSuppression;
import org.coverslip.detect.suppress.SoftSuppression;
import org.coverslip.detect.suppress.Suppression;

/**
 * What counts as found.
 *
 * @param threshold score from which on, above 0 to 1
 * @param iou overlap from which two boxes are one object, 0 to 1
 * @param agnostic whether boxes of different classes can be one object
 * @param soft whether overlapping boxes lose score instead of going
 * @param most objects per image or tile
 */
public record DetectSettings(
        double threshold, double iou, boolean agnostic, boolean soft, int most) {

    private static final double SIGMA = 0.5;

    public DetectSettings {
        check("threshold", threshold, 1e-6);
        check("iou", iou, 0);
        if (most < 1) throw new IllegalArgumentException("most " + most);
    }

    private static void check(String name, double value, double least) {
        if (!(value >= least && value <= 1)) {
            throw new RefusedException(
                    name + "=" + value, "this is out of range", "use a number from above 0 to 1");
        }
    }

    /** What the bundle's decoder says, or else YOLO's usual 0.25, 0.45 and 300, class by class. */
    public static DetectSettings of(DetectorSpec spec) {
        return new DetectSettings(
                spec.number("threshold", 0.25),
                spec.number("iou", 0.45),
                false,
                false,
                (int) spec.number("most", 300));
    }

    public DetectSettings withThreshold(double value) {
        return new DetectSettings(value, iou, agnostic, soft, most);
    }

    public DetectSettings withIou(double value) {
        return new DetectSettings(threshold, value, agnostic, soft, most);
    }

    /**
     * @param most objects that stay; more than {@link #most()} where a tile is larger than what the
     *     network was made for
     */
    public Suppression suppression(int most) {
        return soft
                ? new SoftSuppression(SIGMA, threshold, most)
                : new HardSuppression(iou, agnostic, most);
    }
}
