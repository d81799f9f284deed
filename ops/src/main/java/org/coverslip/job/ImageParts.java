package org.coverslip.job;

import ij.gui.Roi;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;
import org.coverslip.roi.Part;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;

/**
 * An open image that is no slide, cut into what is looked at: each plane, or each ROI.
 *
 * @param slide stays open and belongs to the caller
 * @param parts at least one
 */
public record ImageParts(Slide slide, List<Part> parts) {

    /**
     * @param byRoi whether each ROI is looked at for itself
     * @throws RefusedException if the image is a slide of several levels, or ROIs were asked for
     *     and there are none
     */
    public static ImageParts of(ImageItem item, Slide slide, boolean byRoi) {
        String name = item.id().name();
        if (slide.levels().size() > 1) {
            throw new RefusedException(
                    name,
                    "it is a slide of several resolutions and the model does not say at how many um"
                            + " per pixel it sees tissue",
                    "import the model with spacing=");
        }
        Level full = slide.levels().get(0);
        int width = Math.toIntExact(full.width());
        int height = Math.toIntExact(full.height());
        if (!byRoi) return new ImageParts(slide, Part.planes(slide.planes(), width, height));
        List<Roi> rois = item.rois().find();
        if (rois.isEmpty()) {
            throw new RefusedException(
                    name,
                    "region=rois was asked for but it has none",
                    "draw some and save them as an overlay or beside the image as a .zip of its"
                            + " name");
        }
        return new ImageParts(slide, Part.boxes(name, rois, slide.planes(), width, height));
    }

    /** The pixels of a part, axes [x,y,c] from 0. */
    public RandomAccessibleInterval<? extends RealType<?>> pixels(Part part) {
        RandomAccessibleInterval<? extends RealType<?>> plane = slide.image(0, part.plane());
        long[] min = {part.x(), part.y(), 0};
        long[] max = {
            part.x() + part.width() - 1L, part.y() + part.height() - 1L, plane.dimension(2) - 1
        };
        return Views.zeroMin(Views.interval(plane, new FinalInterval(min, max)));
    }
}
