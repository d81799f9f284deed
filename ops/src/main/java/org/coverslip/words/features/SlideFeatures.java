package org.coverslip.words.features;

import java.util.List;
import org.coverslip.job.ImageItem;
import org.coverslip.tile.Tile;

/**
 * The patches of one slide and what the network said of them.
 *
 * @param item the slide
 * @param tiles where the patches lie; as many as {@code rows}
 * @param rows their features, in the same order
 * @param plan facts about the cut
 */
public record SlideFeatures(ImageItem item, List<Tile> tiles, FeatureFile rows, Cut plan) {

    /**
     * How the slide was cut.
     *
     * @param width of the slide in pixels
     * @param height of the slide in pixels
     * @param micrometres per pixel of the slide
     * @param patch edge of a patch in pixels at the network's resolution
     * @param failed patches that could not be read or computed
     * @param squareMillimetres of tissue
     */
    public record Cut(
            long width,
            long height,
            double micrometres,
            int patch,
            int failed,
            double squareMillimetres) {}
}
