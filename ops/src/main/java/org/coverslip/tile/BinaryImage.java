package org.coverslip.tile;

import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;

/** A black and white image, 0 or 255, with the steps that tidy a mask. Each changes the image. */
final class BinaryImage {

    private static final byte ON = (byte) 255;

    /** From the centre of a pixel to its side. */
    private static final double HALF = 0.5;

    final int width;
    final int height;
    final byte[] pixels;

    BinaryImage(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = new byte[width * height];
    }

    void set(int i) {
        pixels[i] = ON;
    }

    boolean get(int i) {
        return pixels[i] != 0;
    }

    int count() {
        int n = 0;
        for (byte b : pixels) n -= b;
        return n;
    }

    /** The colour of most pixels in a square of {@code 2 floor(radius) + 1} pixels a side. */
    BinaryImage median(double radius) {
        int r = (int) (radius + 1e-6);
        if (r < 1) return this;
        IntegralImage sums = new IntegralImage(this);
        for (int y = 0, i = 0; y < height; y++) {
            int top = Math.max(0, y - r);
            int bottom = Math.min(height, y + r + 1);
            for (int x = 0; x < width; x++, i++) {
                int left = Math.max(0, x - r);
                int right = Math.min(width, x + r + 1);
                int half = (right - left) * (bottom - top);
                pixels[i] = 2 * sums.count(left, top, right, bottom) > half ? ON : 0;
            }
        }
        return this;
    }

    /** Whitens pixels whose centre is within {@code radius} of a white pixel's side. */
    BinaryImage dilate(double radius) {
        return radius < HALF || count() == 0 ? this : repaint(radius, false);
    }

    /** The same with black, of which there is none beyond the image's edge. */
    BinaryImage erode(double radius) {
        boolean allWhite = count() == pixels.length;
        return radius < HALF || allWhite ? this : repaint(radius, true);
    }

    // NB: ImageJ's distance map, not its RankFilters: those take 800 ms on 2 megapixels at these
    // radii, and their thread pool keeps Java from ending when main returns.
    private BinaryImage repaint(double radius, boolean white) {
        ByteProcessor image = new ByteProcessor(width, height, pixels);
        // NB: it compares signed bytes, so that white is -1; 255 matches nothing.
        FloatProcessor distance = new EDM().makeFloatEDM(image, white ? 0 : -1, false);
        float[] d = (float[]) distance.getPixels();
        byte colour = white ? 0 : ON;
        for (int i = 0; i < d.length; i++) if (d[i] <= radius + HALF) pixels[i] = colour;
        return this;
    }

    /** Dilates, then erodes. */
    BinaryImage close(double radius) {
        return dilate(radius).erode(radius);
    }

    /** Erodes, then dilates. */
    BinaryImage open(double radius) {
        return erode(radius).dilate(radius);
    }

    BinaryImage without(BinaryImage other) {
        for (int i = 0; i < pixels.length; i++) if (other.pixels[i] != 0) pixels[i] = 0;
        return this;
    }

    /** Clears patches, joined over sides and corners, of fewer pixels than {@code area}. */
    BinaryImage removeSpecks(double area) {
        Components patches = new Components(this, true, true);
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] != 0 && patches.area(i) < area) pixels[i] = 0;
        }
        return this;
    }

    /**
     * Fills holes, joined over sides, of at most {@code area} pixels. What touches the edge of the
     * image is no hole.
     */
    BinaryImage fillHoles(double area) {
        Components holes = new Components(this, false, false);
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] == 0 && holes.area(i) <= area && !holes.touchesEdge(i)) pixels[i] = ON;
        }
        return this;
    }
}
