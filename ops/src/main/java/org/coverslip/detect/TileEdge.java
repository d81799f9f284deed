package org.coverslip.detect;

import org.coverslip.RefusedException;
import org.coverslip.job.TileOptions;
import org.coverslip.model.InputSpec;

/** How slides are cut for a detector. */
final class TileEdge {

    /** Part of a tile that is shared where nobody says how large objects are. */
    private static final double QUARTER = 0.25;

    private static final double MOST = 0.95;

    private TileEdge() {}

    /**
     * @param asked 0: what the model was made for
     * @throws RefusedException if the network does not take tiles of that size
     */
    static int of(DetectorSpec spec, int asked) {
        InputSpec input = spec.input();
        if (asked == 0) {
            if (spec.width() == spec.height()) return spec.width();
            throw new RefusedException(
                    spec.model().source(),
                    "its input of " + spec.width() + "x" + spec.height() + " is no square tile",
                    "use it on plain images, or export it with a square input");
        }
        if (input.allows('x', asked) && input.allows('y', asked)) return asked;
        throw new RefusedException(
                "tile=" + asked,
                "the network takes no tiles of this size",
                "use " + input.nearest('x', asked) + ", or 0 for what it was made for");
    }

    /**
     * @return part of a tile, from what was asked, or the size of the largest object in pixels of
     *     the network that the decoder names as {@code largest}
     */
    static double overlap(DetectorSpec spec, TileOptions asked, int edge) {
        if (asked.overlap() > 0 || edge == 0) return asked.overlap();
        double largest = spec.number("largest", 0);
        return largest <= 0 ? QUARTER : Math.min(MOST, largest / edge);
    }
}
