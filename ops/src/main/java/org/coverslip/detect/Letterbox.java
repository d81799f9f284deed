package org.coverslip.detect;

import org.coverslip.tile.Tile;

/**
 * How a picture is fitted into a network's input without changing its proportions: scaled by one
 * factor to whole pixels, then framed in grey, as YOLO does it.
 *
 * @param sourceWidth of the picture in pixels
 * @param sourceHeight of the picture
 * @param width of the scaled picture in pixels, at least 1
 * @param height of the scaled picture
 * @param left pixels of frame before it
 * @param top pixels of frame above it
 */
public record Letterbox(
        int sourceWidth, int sourceHeight, int width, int height, int left, int top) {

    /** The frame's value, of 0 to 255. */
    public static final int GREY = 114;

    /**
     * The largest that fits, in the middle; where a frame cannot be even, the smaller half comes
     * first.
     */
    public static Letterbox of(int sourceWidth, int sourceHeight, int into, int high) {
        double scale = Math.min((double) into / sourceWidth, (double) high / sourceHeight);
        int width = (int) Math.max(1, Math.round(sourceWidth * scale));
        int height = (int) Math.max(1, Math.round(sourceHeight * scale));
        return new Letterbox(
                sourceWidth, sourceHeight, width, height, (into - width) / 2, (high - height) / 2);
    }

    /** The whole input filled, each axis by its own factor, as networks without a frame want it. */
    public static Letterbox stretched(int sourceWidth, int sourceHeight, int into, int high) {
        return new Letterbox(sourceWidth, sourceHeight, into, high, 0, 0);
    }

    /** The whole picture, for a sampler that scales it to {@link #width} x {@link #height}. */
    public Tile whole() {
        return new Tile(
                0, 0, 0, 0, 0, sourceWidth, sourceHeight, 0, 0, 0, sourceWidth, sourceHeight);
    }

    /**
     * From pixels of the input back to those of the picture. NB: by the factors of the rounded
     * sizes, which differ between the axes by up to half a pixel. What lies on the frame is cut
     * off.
     */
    public Detection back(Detection found) {
        double sx = (double) sourceWidth / width;
        double sy = (double) sourceHeight / height;
        return found.map(sx, sy, -left * sx, -top * sy).clip(sourceWidth, sourceHeight);
    }

    /** From pixels of the picture to those of the input. */
    public Box forth(Box box) {
        return box.map((double) width / sourceWidth, (double) height / sourceHeight, left, top);
    }
}
