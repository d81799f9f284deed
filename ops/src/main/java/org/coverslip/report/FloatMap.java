package org.coverslip.report;

import java.util.function.IntPredicate;

/**
 * Numbers on a regular grid over an image: a heat map.
 *
 * @param width columns
 * @param height rows
 * @param planes one per class, each row by row; NaN where nothing was computed
 * @param scaleX pixels of the full image per column
 * @param scaleY pixels of the full image per row
 * @param offsetX left edge of column 0 in pixels of the full image
 * @param offsetY upper edge of row 0 in pixels of the full image
 */
public record FloatMap(
        int width,
        int height,
        float[][] planes,
        double scaleX,
        double scaleY,
        double offsetX,
        double offsetY) {

    /**
     * Value of a class at a position of the full image; NaN outside or where nothing was computed.
     */
    public float at(int plane, double x, double y) {
        int column = (int) Math.floor((x - offsetX) / scaleX);
        int row = (int) Math.floor((y - offsetY) / scaleY);
        if (column < 0 || row < 0 || column >= width || row >= height) return Float.NaN;
        return planes[plane][row * width + column];
    }

    /**
     * The same where something holds, and NaN elsewhere.
     *
     * @param wanted asked for every cell, {@code row * width + column}
     */
    public FloatMap where(IntPredicate wanted) {
        float[][] kept = new float[planes.length][];
        for (int p = 0; p < kept.length; p++) kept[p] = planes[p].clone();
        for (int i = 0; i < width * height; i++) {
            if (wanted.test(i)) continue;
            for (float[] plane : kept) plane[i] = Float.NaN;
        }
        return new FloatMap(width, height, kept, scaleX, scaleY, offsetX, offsetY);
    }
}
