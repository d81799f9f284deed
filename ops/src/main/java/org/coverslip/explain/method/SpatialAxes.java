package org.coverslip.explain.method;

import java.util.List;
import java.util.Optional;

/**
 * Which axes of a layer's values are places and which are features; axis 0 is the batch.
 *
 * @param y index of the rows
 * @param x index of the columns
 * @param c index of the features
 */
public record SpatialAxes(int y, int x, int c) {

    private static final SpatialAxes LAST = new SpatialAxes(1, 2, 3);
    private static final SpatialAxes FIRST = new SpatialAxes(2, 3, 1);

    /** Valid convolutions and odd strides bend the ratio of the sides by this factor at most. */
    private static final double BENT = 1.5;

    public boolean channelsLast() {
        return c > x;
    }

    /**
     * Reads the order off the shape: the axes that keep the ratio of the input's sides are the
     * places. Where both orders would fit, a layer has its features where the input has its
     * colours.
     *
     * @param shape of the layer, axis 0 the batch; -1 where it depends on the input; {@code null}:
     *     unknown
     * @param inputAxes letters of the input, as {@code byxc}
     * @param height of the input, pixels
     * @param width of the input, pixels
     * @return empty if these are no places on a picture
     */
    public static Optional<SpatialAxes> of(
            List<Long> shape, String inputAxes, int height, int width) {
        if (shape == null || shape.size() != 4) return Optional.empty();
        boolean lastFits = LAST.fits(shape, height, width);
        boolean firstFits = FIRST.fits(shape, height, width);
        boolean coloursLast = inputAxes.indexOf('c') < 0 || inputAxes.endsWith("c");
        if (lastFits && (coloursLast || !firstFits)) return Optional.of(LAST);
        return firstFits ? Optional.of(FIRST) : Optional.empty();
    }

    private boolean fits(List<Long> shape, int height, int width) {
        long h = shape.get(y);
        long w = shape.get(x);
        if (shape.get(c) < 0 && (h >= 0 || w >= 0)) return false;
        if (h < 0 || w < 0) return true;
        // NB: transposed convolutions may give a map larger than the input.
        double bend = ((double) h / height) / ((double) w / width);
        return h > 0 && w > 0 && bend < BENT && bend > 1 / BENT;
    }

    /** The shorter side of a layer; -1 where it depends on the input. */
    public long shortSide(List<Long> shape) {
        return Math.min(shape.get(y), shape.get(x));
    }
}
