package org.coverslip.slide;

/**
 * Extent of one full-resolution pixel.
 *
 * @param x micrometres, above 0
 * @param y micrometres, above 0
 */
public record PixelSize(double x, double y) {

    public PixelSize {
        if (!(x > 0 && y > 0) || Double.isInfinite(x) || Double.isInfinite(y)) {
            throw new IllegalArgumentException("pixel size " + x + " x " + y);
        }
    }
}
