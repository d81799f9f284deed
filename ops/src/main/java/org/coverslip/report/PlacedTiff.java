package org.coverslip.report;

import ij.ImagePlus;
import ij.Prefs;
import ij.io.FileSaver;
import ij.measure.Calibration;
import java.nio.file.Path;
import java.util.Optional;
import org.coverslip.slide.PixelSize;

/**
 * Writes a small image of a slide as an ImageJ TIFF that knows its place: calibrated in
 * micrometres, its origin where the slide's corner lies, so that positions measured on it are
 * positions on the slide.
 *
 * @param scaleX pixels of the slide per column
 * @param scaleY pixels of the slide per row
 * @param offsetX left edge of column 0 in pixels of the slide
 * @param offsetY upper edge of row 0 in pixels of the slide
 * @param pixelSize of the slide; without it the image is calibrated in pixels of the slide
 * @param depth from one slice to the next, in the unit of the calibration; 1 where it is not known,
 *     as ImageJ has it
 */
public record PlacedTiff(
        double scaleX,
        double scaleY,
        double offsetX,
        double offsetY,
        Optional<PixelSize> pixelSize,
        double depth) {

    /** Without a third dimension. */
    public PlacedTiff(
            double scaleX,
            double scaleY,
            double offsetX,
            double offsetY,
            Optional<PixelSize> pixelSize) {
        this(scaleX, scaleY, offsetX, offsetY, pixelSize, 1);
    }

    /** Writes it, whole or not at all. */
    public void write(Path file, ImagePlus image) {
        image.setCalibration(calibration());
        byte[] bytes = serialized(image);
        WholeFile.write(file, out -> out.write(bytes));
    }

    private Calibration calibration() {
        Calibration calibration = new Calibration();
        calibration.setUnit(pixelSize.isPresent() ? "micron" : "pixel");
        calibration.pixelWidth = scaleX * pixelSize.map(PixelSize::x).orElse(1.0);
        calibration.pixelHeight = scaleY * pixelSize.map(PixelSize::y).orElse(1.0);
        calibration.pixelDepth = depth;
        // NB: ImageJ's origin is the image's own pixel at which the slide's corner lies.
        calibration.xOrigin = -offsetX / scaleX;
        calibration.yOrigin = -offsetY / scaleY;
        return calibration;
    }

    /**
     * NB: ImageJ writes the byte order of its user's preference, another one headless than with
     * windows; the same request is to give the same bytes.
     */
    private static synchronized byte[] serialized(ImagePlus image) {
        boolean preference = Prefs.intelByteOrder;
        Prefs.intelByteOrder = true;
        try {
            return new FileSaver(image).serialize();
        } finally {
            Prefs.intelByteOrder = preference;
        }
    }
}
