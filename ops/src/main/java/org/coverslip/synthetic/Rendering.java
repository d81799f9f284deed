package org.coverslip.synthetic;

import java.util.List;

/**
 * A rectangle of a slide, with its truth per pixel.
 *
 * @param x, y left and top, level-0 pixels
 * @param width, height pixels
 * @param rgb red, green and blue of each pixel side by side, row by row
 * @param regions ordinal of each pixel's {@link Region}
 * @param labels 0, or for a pixel inside a nucleus 1 + its index in {@code nuclei}
 * @param nuclei those that the rectangle touches; centres may lie outside it
 */
public record Rendering(
        int x,
        int y,
        int width,
        int height,
        byte[] rgb,
        byte[] regions,
        int[] labels,
        List<Nucleus> nuclei) {}
