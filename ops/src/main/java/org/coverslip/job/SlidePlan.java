package org.coverslip.job;

import ij.gui.Roi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.roi.RoiShape;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.Overview;
import org.coverslip.tile.SlideRegion;
import org.coverslip.tile.TileGrid;
import org.coverslip.tile.TileScale;
import org.coverslip.tile.TissueMask;

/**
 * What will be done on one slide: where the tissue is and which tiles cover it. Made before the
 * first tile is read, so that a slide that cannot be done is refused at once.
 *
 * @param pixelSize of level 0
 * @param mask where the tissue is; empty where the whole slide or ROIs were asked for
 * @param coverage the part of the slide that was asked for
 * @param area of the ROIs inside the slide, or of the whole slide, in level-0 pixels
 * @param grid the tiles
 * @param patch edge of a tile in pixels of the network
 * @param notes what a user should know
 */
public record SlidePlan(
        PixelSize pixelSize,
        Optional<TissueMask> mask,
        Coverage coverage,
        double area,
        TileGrid grid,
        int patch,
        List<String> notes) {

    /**
     * A tile is done from this part of tissue on, so that the tiles' area is that of the tissue.
     */
    private static final double TISSUE_PART = 0.5;

    /** Edge of the area that stands for a point, in pixels. */
    private static final double POINT = 0.01;

    /**
     * The plan for a model with patches of a fixed size.
     *
     * @throws RefusedException if the slide or the model does not say what is needed, or no tile is
     *     left
     */
    public static SlidePlan of(
            ImageItem item, Slide slide, ModelBundle model, TileOptions options) {
        int patch =
                model.patch()
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                model.source(),
                                                "it does not say how large its patches are",
                                                "import a model of a fixed size"));
        return of(item, slide, model.spacing(), patch, options);
    }

    /**
     * @param spacing micrometres per pixel of the tiles; empty: the slide's own
     * @param patch edge of a tile in pixels of that spacing
     * @throws RefusedException if the slide does not say what is needed, or no tile is left
     */
    public static SlidePlan of(
            ImageItem item, Slide slide, OptionalDouble spacing, int patch, TileOptions options) {
        return of(item, slide, spacing, patch, options, TISSUE_PART);
    }

    /**
     * The same with every tile that touches what was asked for, where no object may be lost.
     *
     * @param spacing micrometres per pixel of the tiles; empty: the slide's own
     * @param patch edge of a tile in pixels of that spacing
     * @throws RefusedException if the slide does not say what is needed, or no tile is left
     */
    public static SlidePlan touching(
            ImageItem item, Slide slide, OptionalDouble spacing, int patch, TileOptions options) {
        return of(item, slide, spacing, patch, options, 0);
    }

    private static SlidePlan of(
            ImageItem item,
            Slide slide,
            OptionalDouble spacing,
            int patch,
            TileOptions options,
            double least) {
        String name = item.id().name();
        Optional<PixelSize> size =
                options.spacing() > 0
                        ? Optional.of(new PixelSize(options.spacing(), options.spacing()))
                        : slide.pixelSize();
        TileScale scale = TileScale.of(name, slide.levels(), size, spacing);
        List<String> notes = new ArrayList<>(scale.notes());
        Optional<TissueMask> mask = Optional.empty();
        Coverage coverage = Coverage.ALL;
        double part = 0;
        if (options.region() == Region.TISSUE) {
            TissueMask tissue = TissueMask.of(Overview.of(slide, 0, size));
            mask = Optional.of(tissue);
            notes.addAll(tissue.notes());
            coverage = tissue;
            part = least;
        } else if (options.region() == Region.ROIS) {
            coverage = SlideRegion.union(regions(item));
            part = least;
        }
        Level full = slide.levels().get(0);
        TileGrid grid =
                TileGrid.builder(name, full, scale, patch, patch)
                        .overlap(options.overlap())
                        .inside(coverage, part)
                        .build();
        if (grid.size() == 0) {
            String where =
                    options.region() == Region.TISSUE
                            ? "no tissue was found on it"
                            : "no tile lies in its ROIs";
            throw new RefusedException(
                    name, where, "use region=all, or draw ROIs and use region=rois");
        }
        double area = coverage.area(0, 0, full.width(), full.height());
        return new SlidePlan(size.orElseThrow(), mask, coverage, area, grid, patch, notes);
    }

    /**
     * The ROIs and annotations of an image as regions.
     *
     * @throws RefusedException if it has none
     */
    public static List<SlideRegion> regions(ImageItem item) {
        List<Roi> rois = item.rois().find();
        List<SlideRegion> regions = new ArrayList<>(item.regions().find());
        for (Roi roi : rois) {
            regions.add(SlideRegion.of(String.valueOf(roi.getName()), RoiShape.of(roi)));
        }
        if (!regions.isEmpty()) return regions;
        throw new RefusedException(
                item.id().name(),
                "region=rois was asked for but it has none",
                "save ROIs as .roi or .zip, or QuPath annotations as .geojson, beside it under its name");
    }

    /** Whether a point, in level-0 pixels, lies in what was asked for. */
    public boolean covers(double x, double y) {
        return coverage.row(y, POINT).area(x, y, POINT, POINT) > 0;
    }

    /**
     * Area in mm2 of what was asked for: the tissue, the ROIs, or the whole slide. NB: not that of
     * the tiles, which reach beyond it by up to a tile on every side, however small it is.
     */
    public double squareMillimetres() {
        double asked = area * pixelSize.x() * pixelSize.y() * 1e-6;
        return mask.map(m -> m.squareMillimetres().orElseThrow()).orElse(asked);
    }
}
