package org.coverslip.report;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.slide.PixelSize;

/** Writes a heat map as a 32-bit ImageJ TIFF, a channel per class, in its place on the slide. */
public final class HeatmapTiff {

    private HeatmapTiff() {}

    /**
     * @param labels one per plane
     * @param pixelSize of the full image
     * @param made what made it, for the image's Info: model, settings
     */
    public static void write(
            Path file,
            FloatMap map,
            List<String> labels,
            Optional<PixelSize> pixelSize,
            String made) {
        ImageStack stack = new ImageStack(map.width(), map.height());
        for (int c = 0; c < labels.size(); c++) {
            stack.addSlice(
                    labels.get(c), new FloatProcessor(map.width(), map.height(), map.planes()[c]));
        }
        ImagePlus image = new ImagePlus("heatmap", stack);
        image.setDimensions(labels.size(), 1, 1);
        image.setDisplayRange(0, 1);
        image.setProperty("Info", made);
        ImagePlus shown =
                labels.size() > 1 ? new CompositeImage(image, CompositeImage.GRAYSCALE) : image;
        new PlacedTiff(map.scaleX(), map.scaleY(), map.offsetX(), map.offsetY(), pixelSize)
                .write(file, shown);
    }
}
