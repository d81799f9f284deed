package org.coverslip.report;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.slide.PixelSize;

/**
 * Writes a heat map as a 32-bit ImageJ TIFF, a channel per class, calibrated in micrometres and
 * placed by its origin, so that positions measured on it are positions on the slide.
 */
public final class HeatmapTiff {

    private HeatmapTiff() {}

    /**
     * @param labels one per plane
     * @param pixelSize of the full image; without it the map is calibrated in pixels of the full
     *     image
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
        image.setCalibration(calibration(map, pixelSize));
        image.setDisplayRange(0, 1);
        image.setProperty("Info", made);
        ImagePlus shown =
                labels.size() > 1 ? new CompositeImage(image, CompositeImage.GRAYSCALE) : image;
        byte[] bytes = new FileSaver(shown).serialize();
        WholeFile.write(file, out -> out.write(bytes));
    }

    private static Calibration calibration(FloatMap map, Optional<PixelSize> pixelSize) {
        Calibration calibration = new Calibration();
        calibration.setUnit(pixelSize.isPresent() ? "micron" : "pixel");
        calibration.pixelWidth = map.scaleX() * pixelSize.map(PixelSize::x).orElse(1.0);
        calibration.pixelHeight = map.scaleY() * pixelSize.map(PixelSize::y).orElse(1.0);
        // NB: ImageJ's origin is the map's pixel at which the slide's own corner lies.
        calibration.xOrigin = -map.offsetX() / map.scaleX();
        calibration.yOrigin = -map.offsetY() / map.scaleY();
        return calibration;
    }
}
