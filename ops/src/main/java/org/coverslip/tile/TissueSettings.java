package org.coverslip.tile;

import java.util.Optional;
import org.coverslip.slide.PixelSize;

/**
 * What counts as tissue, in lengths and areas. One unit holds for all of them: micrometres, or
 * pixels of the {@link Overview} where the pixel size is unknown.
 *
 * @param unit of the lengths; areas are in its square
 * @param median radius of the median filter that removes single pixels and thin lines
 * @param closing radius within which gaps between stained parts are closed
 * @param margin by which the mask is then widened, so that pale rims are inside
 * @param pen radius of the thinnest pen stroke that is taken for one, and the width of the seam
 *     around strokes that is left out with them
 * @param smallestTissue patches of a smaller area are dust
 * @param largestHole holes up to this area, such as vessels and glands, belong to the tissue
 * @param withoutPen whether green, blue, red and black ink is kept out; false for stains of these
 *     colours, such as trichromes
 */
public record TissueSettings(
        Unit unit,
        double median,
        double closing,
        double margin,
        double pen,
        double smallestTissue,
        double largestHole,
        boolean withoutPen) {

    /** What lengths are measured in. */
    public enum Unit {
        MICROMETRE,
        PIXEL
    }

    /**
     * For slides whose pixel size is known. The closing radius of 40 um joins the fibres of loose
     * connective tissue and the nuclei of a DAPI image; smallest tissue is 0.02 mm2, about a tile
     * of 224 pixels at 0.5 um, largest hole 0.25 mm2.
     */
    public static final TissueSettings MICROMETRES =
            new TissueSettings(Unit.MICROMETRE, 8, 40, 15, 30, 2e4, 2.5e5, true);

    /** For slides of unknown pixel size, in pixels of the overview. */
    public static final TissueSettings PIXELS =
            new TissueSettings(Unit.PIXEL, 1, 4, 1, 3, 100, 2000, true);

    public TissueSettings {
        double[] lengths = {median, closing, margin, pen, smallestTissue, largestHole};
        for (double v : lengths) {
            if (!(v >= 0) || Double.isInfinite(v)) {
                throw new IllegalArgumentException("a length or area of " + v);
            }
        }
    }

    /** The defaults in micrometres if the pixel size is known, else those in pixels. */
    public static TissueSettings forPixelSize(Optional<PixelSize> size) {
        return size.isPresent() ? MICROMETRES : PIXELS;
    }

    /** The same with ink-coloured parts counted as tissue. */
    public TissueSettings withPen() {
        return new TissueSettings(
                unit, median, closing, margin, pen, smallestTissue, largestHole, false);
    }

    /**
     * The same in pixels.
     *
     * @param size extent of a pixel
     * @throws IllegalArgumentException if the settings are in micrometres and the size is unknown
     */
    TissueSettings inPixels(Optional<PixelSize> size) {
        if (unit == Unit.PIXEL) return this;
        PixelSize p =
                size.orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "lengths in micrometres need a pixel size"));
        double area = p.x() * p.y();
        double side = Math.sqrt(area);
        return new TissueSettings(
                Unit.PIXEL,
                median / side,
                closing / side,
                margin / side,
                pen / side,
                smallestTissue / area,
                largestHole / area,
                withoutPen);
    }
}
