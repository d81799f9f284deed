package org.coverslip.job;

import ij.gui.Roi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.geojson.Annotations;
import org.coverslip.report.ImageFile;
import org.coverslip.roi.RoiFiles;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.SlideRegion;

/**
 * One image to be classified: how it is called, and how to get at it when its turn comes.
 *
 * @param id name and identity for the report
 * @param file where it lies; empty for an open window
 * @param opener opens its pixels; called on a reader thread
 * @param rois finds its ROIs; called only where they are asked for
 * @param regions finds its annotations from other programs, likewise
 */
public record ImageItem(
        ImageFile id, Optional<Path> file, Opener opener, Rois rois, Regions regions) {

    /** An image that is open, without annotations from other programs. */
    public ImageItem(ImageFile id, Opener opener, Rois rois) {
        this(id, Optional.empty(), opener, rois, List::of);
    }

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

    /** Finds the annotations of an image. */
    @FunctionalInterface
    public interface Regions {
        List<SlideRegion> find();
    }

    /** A file, with the ROIs and annotations that lie beside it or in it. */
    public static ImageItem of(String name, Path file) {
        return new ImageItem(
                ImageFile.of(name, file),
                Optional.of(file),
                () -> Slides.open(file),
                () -> RoiFiles.of(file),
                () -> annotations(file));
    }

    /** QuPath's export beside the image: {@code slide.geojson} for {@code slide.svs}. */
    private static List<SlideRegion> annotations(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path geojson = file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".geojson");
        return Files.isRegularFile(geojson) ? Annotations.read(geojson).regions() : List.of();
    }
}
