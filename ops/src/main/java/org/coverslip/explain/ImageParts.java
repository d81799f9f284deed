package org.coverslip.explain;

import ij.gui.Roi;
import ij.gui.ShapeRoi;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.roi.Part;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.Overview;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.SlideRegion;
import org.coverslip.tile.TissueMask;

/** An open image, cut into what is explained: each plane, or each ROI. */
final class ImageParts {

    private final ImageItem item;
    private final Slide slide;
    private final Preparation preparation;
    private final List<Part> parts;

    /**
     * @param byRoi whether each ROI is explained for itself
     * @throws RefusedException if the image is a slide, or ROIs were asked for and there are none
     */
    ImageParts(ImageItem item, Slide slide, Preparation preparation, boolean byRoi) {
        this.item = item;
        this.slide = slide;
        this.preparation = preparation;
        if (slide.levels().size() > 1) {
            throw new RefusedException(
                    item.id().name(),
                    "it is a slide of several resolutions and the model does not say at how many um"
                            + " per pixel it sees tissue",
                    "import the model with spacing=");
        }
        Level full = slide.levels().get(0);
        int width = Math.toIntExact(full.width());
        int height = Math.toIntExact(full.height());
        parts = byRoi ? boxes(width, height) : Part.planes(slide.planes(), width, height);
    }

    private List<Part> boxes(int width, int height) {
        List<Roi> rois = item.rois().find();
        if (rois.isEmpty()) {
            throw new RefusedException(
                    item.id().name(),
                    "region=rois was asked for but it has none",
                    "draw some and save them as an overlay or beside the image as a .zip of its"
                            + " name");
        }
        return Part.boxes(item.id().name(), rois, slide.planes(), width, height);
    }

    List<Part> parts() {
        return parts;
    }

    /** The pixels of a part, axes [x,y,c] from 0. */
    RandomAccessibleInterval<? extends RealType<?>> pixels(Part part) {
        RandomAccessibleInterval<? extends RealType<?>> plane = slide.image(0, part.plane());
        long[] min = {part.x(), part.y(), 0};
        long[] max = {
            part.x() + part.width() - 1L, part.y() + part.height() - 1L, plane.dimension(2) - 1
        };
        return Views.zeroMin(Views.interval(plane, new FinalInterval(min, max)));
    }

    /** The part as the network takes it. */
    TensorBlock prepare(Part part) {
        var source = new Preparation.Source(item.id().name(), slide.rgb(), slide.displayRange());
        return preparation.prepare(pixels(part), source);
    }

    /**
     * Where a plane shows tissue, a cell, a body, and not the empty ground around it; empty where
     * that cannot be told.
     */
    Optional<Coverage> tissue(int plane) {
        try {
            TissueMask mask = TissueMask.of(Overview.of(slide, plane, slide.pixelSize()));
            return mask.isEmpty() ? Optional.empty() : Optional.of(mask);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The outlines drawn on an image: what the peak should point at. */
    static Optional<Coverage> truth(ImageItem item) {
        List<SlideRegion> regions = new ArrayList<>(item.regions().find());
        for (Roi roi : item.rois().find()) {
            if (!roi.isArea()) continue;
            regions.add(SlideRegion.of(String.valueOf(roi.getName()), outline(roi)));
        }
        return regions.isEmpty() ? Optional.empty() : Optional.of(SlideRegion.union(regions));
    }

    /** NB: ImageJ gives the shape of a composite ROI relative to its own corner. */
    private static Shape outline(Roi roi) {
        return AffineTransform.getTranslateInstance(roi.getXBase(), roi.getYBase())
                .createTransformedShape(new ShapeRoi(roi).getShape());
    }
}
