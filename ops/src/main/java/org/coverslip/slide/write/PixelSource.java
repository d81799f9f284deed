package org.coverslip.slide.write;

/**
 * The full-resolution pixels of an image that is too large to hold. Regions are asked for in any
 * order and from several threads at once.
 */
public interface PixelSource {

    /** Pixels, above 0. */
    int width();

    /** Pixels, above 0. */
    int height();

    /** What one pixel is. */
    PixelKind kind();

    /**
     * Copies a region that lies wholly inside the image.
     *
     * @param out receives {@code w * h * kind().bytes()} bytes from its start: rows from the top,
     *     pixels from the left, samples of a pixel side by side, low bytes first; may be longer
     */
    void read(int x, int y, int w, int h, byte[] out);
}
