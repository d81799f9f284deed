package org.coverslip.slide;

/**
 * Pixel values that are shown as black and as white.
 *
 * @param min black, in the units of the stored pixels
 * @param max white; above {@code min}
 */
public record ValueRange(double min, double max) {

    public ValueRange {
        if (!(min < max)) throw new IllegalArgumentException("range " + min + " to " + max);
    }
}
