package org.coverslip.detect;

import org.coverslip.RefusedException;
import org.coverslip.detect.suppress.Overlapping;
import org.coverslip.detect.suppress.Suppression;

/**
 * What counts as found.
 *
 * @param threshold score from which on, above 0 to 1
 * @param iou overlap from which two boxes are one object, 0 to 1
 * @param overlapping what becomes of boxes that overlap
 * @param most objects per image or tile
 */
public record DetectSettings(double threshold, double iou, Overlapping overlapping, int most) {

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
                spec.word("suppression").map(Overlapping::parse).orElse(Overlapping.NMS),
                (int) spec.number("most", 300));
    }

    public DetectSettings withThreshold(double value) {
        return new DetectSettings(value, iou, overlapping, most);
    }

    public DetectSettings withIou(double value) {
        return new DetectSettings(threshold, value, overlapping, most);
    }

    public DetectSettings withOverlapping(Overlapping value) {
        return new DetectSettings(threshold, iou, value, most);
    }

    /** Whether boxes of different classes can be one object. */
    public boolean agnostic() {
        return overlapping == Overlapping.AGNOSTIC;
    }

    /**
     * @param most objects that stay; more than {@link #most()} where a tile is larger than what the
     *     network was made for
     */
    public Suppression suppression(int most) {
        return overlapping.with(iou, threshold, most);
    }
}
