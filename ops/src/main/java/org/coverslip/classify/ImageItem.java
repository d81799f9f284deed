package org.coverslip.classify;

import ij.gui.Roi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.report.ImageFile;
import org.coverslip.roi.RoiFiles;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;

/**
 * One image to be classified: how it is called, and how to get at it when its turn comes.
 *
 * @param id name and identity for the report
 * @param opener opens its pixels; called on a reader thread
 * @param rois finds its ROIs; called only where they are asked for
 */
public record ImageItem(ImageFile id, Opener opener, Rois rois) {

    /** Opens an image. */
    @FunctionalInterface
    public interface Opener {
        Slide open() throws IOException;
    }

    /** Finds the ROIs of an image. */
    @FunctionalInterface
    public interface Rois {
        List<Roi> find();
    }

    /** A file, with the ROIs that lie beside it or in it. */
    public static ImageItem of(String name, Path file) {
        return new ImageItem(
                ImageFile.of(name, file), () -> Slides.open(file), () -> RoiFiles.of(file));
    }
}
