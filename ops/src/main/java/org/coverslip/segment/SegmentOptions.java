package org.coverslip.segment;

import org.coverslip.RefusedException;
import org.coverslip.density.DensityGrid;
import org.coverslip.job.TileOptions;
import org.coverslip.segment.objects.ObjectOptions;

/**
 * What is asked of a segmentation.
 *
 * @param tiling region, overlap (part of a tile; 0: chosen) and spacing
 * @param tile edge of a tile in pixels of the network; 0: chosen
 * @param threshold probability from which on a pixel or object counts; 0: chosen
 * @param augment whether every tile is seen from eight sides and the answers averaged
 * @param objects how pixels become objects
 * @param depth micrometres from one slice of a volume to the next; 0: as the file says
 * @param density radius in micrometres of the discs in which objects are counted for a map of their
 *     density; 0: none is made
 */
public record SegmentOptions(
        TileOptions tiling,
        int tile,
        double threshold,
        boolean augment,
        ObjectOptions objects,
        double depth,
        double density) {

    public static final SegmentOptions DEFAULT =
            new SegmentOptions(TileOptions.DEFAULT, 0, 0, false, ObjectOptions.DEFAULT);

    /** With the depth of the file, and density maps of the usual radius. */
    public SegmentOptions(
            TileOptions tiling,
            int tile,
            double threshold,
            boolean augment,
            ObjectOptions objects) {
        this(tiling, tile, threshold, augment, objects, 0, DensityGrid.USUAL_RADIUS);
    }

    public SegmentOptions {
        DensityGrid.checked(density);
        if (!(threshold >= 0 && threshold < 1)) {
            throw new RefusedException(
                    "threshold=" + threshold, "it is no probability", "give 0 (chosen) up to 1");
        }
        if (!(depth >= 0 && depth < 1e5)) {
            throw new RefusedException(
                    "depth=" + depth, "slices do not lie so far apart", "give um, or 0");
        }
        if (tile < 0) {
            throw new RefusedException("tile=" + tile, "no tile is so small", "give 0 or more");
        }
    }
}
