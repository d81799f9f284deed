package org.coverslip.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.SlidePlan;
import org.coverslip.job.TileOptions;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.segment.dense.DenseShape;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.DenseAxis;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.Overview;
import org.coverslip.tile.Placement;
import org.coverslip.tile.SlideRegion;
import org.coverslip.tile.TileScale;
import org.coverslip.tile.TissueMask;

/**
 * What will be done on one image: made before the first tile is read, so that an image that cannot
 * be done is refused at once.
 *
 * @param pixelSize of level 0; empty if unknown
 * @param scale how the network's pixels lie on it
 * @param width of the result in output pixels
 * @param height of the result in output pixels
 * @param inputWidth of the image in pixels of the network's input
 * @param inputHeight of the image in pixels of the network's input
 * @param coverage which part is wanted
 * @param mask where the tissue is; empty where it was not looked for
 * @param regions ROIs and annotations; empty where they were not asked for
 * @param notes what a user should know
 */
record SegmentPlan(
        Optional<PixelSize> pixelSize,
        TileScale scale,
        int width,
        int height,
        int inputWidth,
        int inputHeight,
        Coverage coverage,
        Optional<TissueMask> mask,
        List<SlideRegion> regions,
        List<String> notes) {

    /** Memory for the sums of one row of tiles; wider slides are done strip by strip. */
    private static final long MOST_SUMS = 192L << 20;

    /**
     * @param spacing micrometres per pixel of the network; empty: the image's own pixels
     * @param ratio input pixels per output pixel
     * @throws RefusedException if the image does not say what is needed
     */
    static SegmentPlan of(
            ImageItem item, Slide slide, OptionalDouble spacing, int ratio, TileOptions options) {
        String name = item.id().name();
        Optional<PixelSize> size =
                options.spacing() > 0
                        ? Optional.of(new PixelSize(options.spacing(), options.spacing()))
                        : slide.pixelSize();
        boolean pyramid = slide.levels().size() > 1;
        if (pyramid && spacing.isEmpty()) {
            throw new RefusedException(
                    name,
                    "it is a slide of several resolutions and the model does not say at how many"
                            + " um per pixel it sees tissue",
                    "import the model with spacing=");
        }
        TileScale scale =
                spacing.isPresent()
                        ? TileScale.of(name, slide.levels(), size, spacing)
                        : new TileScale(1, 1, 0, 1, List.of());
        List<String> notes = new ArrayList<>(scale.notes());
        Coverage coverage = Coverage.ALL;
        Optional<TissueMask> mask = Optional.empty();
        List<SlideRegion> regions = List.of();
        // NB: on pictures of a few hundred um, tissue means all of the picture.
        if (options.region() == Region.TISSUE && pyramid) {
            TissueMask tissue = TissueMask.of(Overview.of(slide, 0, size));
            notes.addAll(tissue.notes());
            mask = Optional.of(tissue);
            coverage = tissue;
            if (tissue.isEmpty()) {
                throw new RefusedException(
                        name,
                        "no tissue was found on it",
                        "use region=all, or draw ROIs and use region=rois");
            }
        } else if (options.region() == Region.ROIS) {
            regions = SlidePlan.regions(item);
            coverage = SlideRegion.union(regions);
        }
        Level full = slide.levels().get(0);
        if (!(coverage.area(0, 0, full.width(), full.height()) > 0)) {
            throw new RefusedException(
                    name,
                    "none of its ROIs lies on it",
                    "check that they were drawn on this image, at its full resolution");
        }
        return new SegmentPlan(
                size,
                scale,
                pixels(name, full.width(), scale.x() * ratio),
                pixels(name, full.height(), scale.y() * ratio),
                pixels(name, full.width(), scale.x()),
                pixels(name, full.height(), scale.y()),
                coverage,
                mask,
                regions,
                notes);
    }

    private static int pixels(String name, long length, double scale) {
        double n = Math.max(1, Math.ceil(length / scale - 1e-6));
        if (n <= 1 << 20) return (int) n;
        throw new RefusedException(
                name,
                "at the model's resolution it would be " + (long) n + " pixels long",
                "check spacing=");
    }

    /** Where the result's pixels lie on the image. */
    Placement placement(int ratio) {
        return new Placement(scale.x() * ratio, scale.y() * ratio, 0, 0);
    }

    /** Extent of the result's pixels. */
    Optional<PixelSize> outputPixelSize(int ratio) {
        return pixelSize.map(
                p -> new PixelSize(p.x() * scale.x() * ratio, p.y() * scale.y() * ratio));
    }

    /**
     * Cuts the image into tiles.
     *
     * @param planes numbers per pixel that are blended
     * @param overlap output pixels that neighbours share
     * @param halo output pixels at a tile's side that count for nothing
     */
    DenseGrid grid(DenseNetwork network, int planes, int overlap, int halo) {
        DenseAxis xs = axis(width, network.x(), overlap, halo);
        DenseAxis ys = axis(height, network.y(), overlap, halo);
        long bytesPerColumn = 4L * (planes + 1) * ys.tile();
        int columns = (int) Math.max(2L * xs.tile(), MOST_SUMS / bytesPerColumn);
        return new DenseGrid(
                xs, ys, scale, network.x().ratio(), network.x().crop(), coverage, columns);
    }

    static DenseAxis axis(int length, DenseShape shape, int overlap, int halo) {
        int step = shape.outStep();
        int more = Math.max(0, length - shape.out());
        int padded = shape.out() + (more + step - 1) / step * step;
        return new DenseAxis(padded, shape.out(), overlap, halo, step);
    }
}
