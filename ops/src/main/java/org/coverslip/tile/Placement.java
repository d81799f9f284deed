package org.coverslip.tile;

/**
 * Where a small image lies on a slide. Pixel (i, j) covers the rectangle of level-0 pixels from
 * {@code (offsetX + i scaleX, offsetY + j scaleY)} to {@code (offsetX + (i + 1) scaleX, offsetY +
 * (j + 1) scaleY)}; its centre is half a pixel further.
 *
 * @param scaleX level-0 pixels per pixel, above 0
 * @param scaleY level-0 pixels per pixel, above 0
 * @param offsetX left edge of pixel 0 in level-0 pixels
 * @param offsetY upper edge of pixel 0 in level-0 pixels
 */
public record Placement(double scaleX, double scaleY, double offsetX, double offsetY) {

    public Placement {
        boolean finite = Double.isFinite(scaleX + scaleY + offsetX + offsetY);
        if (!finite || scaleX <= 0 || scaleY <= 0) {
            throw new IllegalArgumentException("scale " + scaleX + " x " + scaleY);
        }
    }

    /** Centre of column {@code i} in level-0 pixels. */
    public double centreX(double i) {
        return offsetX + (i + 0.5) * scaleX;
    }

    /** Centre of row {@code j} in level-0 pixels. */
    public double centreY(double j) {
        return offsetY + (j + 0.5) * scaleY;
    }

    /** Column that a level-0 position falls into, with its fraction. */
    public double column(double x) {
        return (x - offsetX) / scaleX;
    }

    /** Row that a level-0 position falls into, with its fraction. */
    public double row(double y) {
        return (y - offsetY) / scaleY;
    }
}
