package org.coverslip.segment.objects;

/**
 * Reads StarDist's output: a plane of probabilities, then one of lengths per ray, then, where
 * objects have classes, one per class with background first. NB: unlike stardist, candidates within
 * two positions of the image's edge are not left out: small objects there would be lost. Positions
 * are those of the grid, every {@code grid}-th pixel of the input.
 *
 * @param grid input pixels from one position to the next
 * @param upsampled whether the output is as large as the input, with probabilities on the grid's
 *     positions only
 * @param rays per polygon
 * @param threshold least probability of an object
 * @param longest rays are cut to this, in input pixels: an object larger than a tile cannot be seen
 */
public record StarDecoder(int grid, boolean upsampled, int rays, double threshold, double longest) {

    /** Shorter rays are taken for this, as in stardist. */
    private static final float SHORTEST = 1e-3f;

    /** Input pixels per pixel of the planes. */
    private int step() {
        return upsampled ? 1 : grid;
    }

    /**
     * Enters the candidates of a part of the planes.
     *
     * @param x0 left edge in pixels of the planes
     * @param y0 upper edge
     * @param width of the part, rows are this long
     * @param columns that count
     * @param rows that count
     * @param planes [plane][y * width + x]; NaN where nothing was computed
     * @param into takes them, in input pixels; a whole number is the corner of a pixel
     */
    void candidates(
            int x0, int y0, int width, int columns, int rows, float[][] planes, StarNms into) {
        for (int j = 0; j < rows; j++) {
            int py = y0 + j;
            if (upsampled && py % grid != 0) continue;
            for (int i = 0; i < columns; i++) {
                int px = x0 + i;
                int at = j * width + i;
                if (!(planes[0][at] > threshold)) continue;
                if (upsampled && px % grid != 0) continue;
                into.add(polygon(px, py, planes, at));
            }
        }
    }

    private StarPolygon polygon(int px, int py, float[][] planes, int at) {
        float[] lengths = new float[rays];
        for (int k = 0; k < rays; k++) {
            lengths[k] = (float) Math.min(longest, Math.max(SHORTEST, planes[1 + k][at]));
        }
        int label = 0;
        for (int c = rays + 2; c < planes.length; c++) {
            if (label == 0 || planes[c][at] > planes[rays + 1 + label][at]) label = c - rays - 1;
        }
        // NB: rays start at the centre of a pixel; polygons count from its corner.
        return new StarPolygon(
                px * step() + 0.5, py * step() + 0.5, lengths, planes[0][at], Math.max(1, label));
    }
}
