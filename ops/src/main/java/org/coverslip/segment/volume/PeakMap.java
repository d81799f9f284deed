package org.coverslip.segment.volume;

import org.coverslip.report.FloatMap;
import org.coverslip.tile.Placement;

/**
 * The largest value of every column of a volume, over squares: a small map on which an object of a
 * single slice is seen as well as one that reaches through all. NaN where nothing was computed.
 */
public final class PeakMap {

    /** Longest side of the map. */
    private static final int MOST = 1500;

    private final int shift;
    private final int width;
    private final int height;
    private final float[][] peaks;

    /**
     * @param width of the volume
     * @param height of the volume
     * @param planes values per voxel
     */
    public PeakMap(int width, int height, int planes) {
        int s = 0;
        while (Math.max(width, height) - 1 >> s >= MOST) s++;
        shift = s;
        this.width = (width - 1 >> s) + 1;
        this.height = (height - 1 >> s) + 1;
        peaks = new float[planes][this.width * this.height];
        for (float[] p : peaks) java.util.Arrays.fill(p, Float.NaN);
    }

    void add(int plane, int x, int y, float value) {
        int at = (y >> shift) * width + (x >> shift);
        float known = peaks[plane][at];
        if (Float.isNaN(known) || value > known) peaks[plane][at] = value;
    }

    /**
     * @param placement of the volume's pixels on the image
     */
    public FloatMap map(Placement placement) {
        int factor = 1 << shift;
        return new FloatMap(
                width,
                height,
                peaks,
                placement.scaleX() * factor,
                placement.scaleY() * factor,
                placement.offsetX(),
                placement.offsetY());
    }
}
