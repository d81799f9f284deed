package org.coverslip.detect.suppress;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;

/** What becomes of boxes that overlap. */
public enum Overlapping {
    /** The best of a class stays, those of its class that overlap it go. */
    NMS,
    /** The best stays, those that overlap it go, whatever their class is. */
    AGNOSTIC,
    /** Those that overlap a better one of their class lose score. */
    SOFT,
    /** Those of a class that overlap become their mean, weighted by score. */
    FUSION;

    /** Width of the penalty that {@link #SOFT} gives, as in its paper. */
    private static final double SIGMA = 0.5;

    /**
     * @throws RefusedException if the word is none of these
     */
    public static Overlapping parse(String text) {
        for (Overlapping o : values()) if (o.toString().equals(text.strip())) return o;
        throw new RefusedException(
                "suppression=" + text,
                "this is not a choice",
                "use "
                        + Arrays.stream(values())
                                .map(Overlapping::toString)
                                .collect(Collectors.joining(", ")));
    }

    /**
     * @param iou overlap from which two boxes are one object
     * @param threshold score from which on something is found
     * @param most how many stay at most
     */
    public Suppression with(double iou, double threshold, int most) {
        return switch (this) {
            case NMS -> new HardSuppression(iou, false, most);
            case AGNOSTIC -> new HardSuppression(iou, true, most);
            case SOFT -> new SoftSuppression(SIGMA, threshold, most);
            case FUSION -> new BoxFusion(iou, 1, most);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
