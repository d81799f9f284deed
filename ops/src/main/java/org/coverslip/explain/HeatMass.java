package org.coverslip.explain;

import java.util.Optional;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.tile.Coverage;

/**
 * Where the heat of an explanation lies: what speaks for the label counts, what speaks against it
 * does not. Positions are pixels of the full image, with the centre of the first pixel at 0.5.
 *
 * @param peakX where it is hottest; NaN where nothing speaks for the label, as all that follow
 * @param peakY likewise
 * @param centroidX centre of mass
 * @param centroidY likewise
 * @param inTissue part of the mass that lies on tissue, 0 to 1; NaN where no tissue was looked for
 * @param inRois part of the mass that lies in the given ROIs, 0 to 1; NaN without ROIs
 * @param roisShare part of the picture that the ROIs cover: what chance would give
 * @param hit the pointing game (Zhang et al., Top-down Neural Attention by Excitation Backprop,
 *     ECCV 2016), without its tolerance: 1 where the peak lies in a ROI, 0 where not; NaN without
 *     ROIs
 */
record HeatMass(
        double peakX,
        double peakY,
        double centroidX,
        double centroidY,
        double inTissue,
        double inRois,
        double roisShare,
        double hit) {

    /** Cells along a side in which tissue and ROIs are counted; they are exact inside of each. */
    private static final int CELLS = 96;

    /**
     * @param heat over the rectangle, from edge to edge
     * @param x left edge of the rectangle, pixels of the full image
     * @param y upper edge
     * @param width of the rectangle
     * @param height of the rectangle
     */
    static HeatMass of(
            RawHeat heat,
            double x,
            double y,
            double width,
            double height,
            Optional<Coverage> tissue,
            Optional<Coverage> rois) {
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        int peak = -1;
        float max = 0;
        for (int i = 0; i < heat.values().length; i++) {
            float v = Math.max(0, heat.values()[i]);
            sum += v;
            sumX += v * (i % heat.width() + 0.5);
            sumY += v * (i / heat.width() + 0.5);
            if (v > max) {
                max = v;
                peak = i;
            }
        }
        double cellX = width / heat.width();
        double cellY = height / heat.height();
        double share =
                rois.isPresent()
                        ? rois.get().area(x, y, width, height) / (width * height)
                        : Double.NaN;
        if (peak < 0) {
            double none = Double.NaN;
            return new HeatMass(
                    none, none, none, none, none, none, share, rois.isPresent() ? 0 : none);
        }
        double peakX = x + (peak % heat.width() + 0.5) * cellX;
        double peakY = y + (peak / heat.width() + 0.5) * cellY;
        return new HeatMass(
                peakX,
                peakY,
                x + sumX / sum * cellX,
                y + sumY / sum * cellY,
                tissue.map(t -> inside(heat, t, x, y, width, height)).orElse(Double.NaN),
                rois.map(r -> inside(heat, r, x, y, width, height)).orElse(Double.NaN),
                share,
                rois.map(r -> r.area(peakX - 0.5, peakY - 0.5, 1, 1) >= 0.5 ? 1.0 : 0.0)
                        .orElse(Double.NaN));
    }

    private static double inside(
            RawHeat heat, Coverage part, double x, double y, double width, double height) {
        RawHeat cells = heat.normalised().resized(CELLS, CELLS);
        double w = width / CELLS;
        double h = height / CELLS;
        double all = 0;
        double in = 0;
        for (int row = 0, i = 0; row < CELLS; row++) {
            Coverage strip = part.row(y + row * h, h);
            for (int column = 0; column < CELLS; column++, i++) {
                float v = cells.values()[i];
                if (v == 0) continue;
                all += v;
                in += v * strip.area(x + column * w, y + row * h, w, h) / (w * h);
            }
        }
        return in / all;
    }
}
