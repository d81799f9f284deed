package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.io.Opener;
import ij.io.TiffDecoder;
import ij.measure.Calibration;
import ij.plugin.AVI_Reader;
import ij.process.ColorProcessor;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.coverslip.job.ImageItem;
import org.coverslip.report.Thumbnail;
import org.coverslip.slide.DicomReader;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;

/**
 * An image of a run as ImageJ shows it: the open window itself, a file as ImageJ opens it, or a
 * slide at screen size.
 *
 * <p>NB: ImageJ's opener tells of what it cannot read, such as the tiles of a slide, in a dialog
 * that a macro waits at, or by aborting the macro; in Fiji it may ask Bio-Formats, which asks the
 * user. So it is given only what it can surely read.
 *
 * @param image not shown yet, unless it was open before
 * @param scale pixels of the image's full resolution per pixel of the window
 */
record ShownImage(ImagePlus image, double scale) {

    private static final int SCREEN = 1400;

    /** Values of a file that is opened as it is, whatever it is compressed to. */
    private static final long MOST = 1L << 28;

    /**
     * @param spacing micrometres per pixel that the run was given; 0: those of the file
     * @return empty for what ImageJ cannot open and one picture does not show: other stacks
     * @throws IOException if the file can no longer be read
     */
    static Optional<ShownImage> of(Inputs inputs, ImageItem item, double spacing)
            throws IOException {
        if (item.file().isEmpty()) return inputs.window().map(open -> new ShownImage(open, 1));
        Path file = item.file().get();
        try (Slide slide = item.opener().open()) {
            Level full = slide.levels().get(0);
            long values = full.width() * full.height() * slide.channels() * slide.planes();
            ImagePlus whole = values <= MOST ? open(file) : null;
            // NB: ImageJ does not turn a photograph upright as its file asks for.
            if (whole != null
                    && whole.getWidth() == full.width()
                    && whole.getHeight() == full.height()) {
                return Optional.of(new ShownImage(whole, 1));
            }
            if (slide.planes() > 1) return Optional.empty();
            return Optional.of(atScreenSize(slide, spacing));
        }
    }

    /**
     * A slide at screen size, calibrated as the run was.
     *
     * @param spacing micrometres per pixel that the run was given; 0: those of the file
     */
    static ShownImage atScreenSize(Slide slide, double spacing) {
        BufferedImage small = Thumbnail.of(slide, SCREEN);
        double scale = slide.levels().get(0).width() / (double) small.getWidth();
        ImagePlus image = new ImagePlus(slide.name(), new ColorProcessor(small));
        Optional<PixelSize> size =
                spacing > 0 ? Optional.of(new PixelSize(spacing, spacing)) : slide.pixelSize();
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = scale * size.map(PixelSize::x).orElse(1.0);
        calibration.pixelHeight = scale * size.map(PixelSize::y).orElse(1.0);
        calibration.setUnit(size.isPresent() ? "micron" : "pixel");
        return new ShownImage(image, scale);
    }

    /**
     * Makes a layer of a map of the image lie where it belongs.
     *
     * @param map as the run calibrated it: in micrometres, or in pixels where none are known
     * @param layers makes the layer, given how many pixels of the window a pixel of the map is wide
     *     and high
     */
    ImageRoi place(Calibration map, Layers layers) {
        Calibration own = image.getCalibration();
        boolean pixels = map.getUnit().startsWith("pixel");
        double stretchX = map.pixelWidth / (pixels ? scale : own.pixelWidth);
        double stretchY = map.pixelHeight / (pixels ? scale : own.pixelHeight);
        ImageRoi layer = layers.of(stretchX, stretchY);
        layer.setLocation(-map.xOrigin * stretchX, -map.yOrigin * stretchY);
        return layer;
    }

    /** Draws a map, stretched. */
    @FunctionalInterface
    interface Layers {
        ImageRoi of(double stretchX, double stretchY);
    }

    /** Opens a file with ImageJ's own readers; null where they cannot, without a word. */
    static ImagePlus open(Path file) {
        try {
            String path = file.toAbsolutePath().toString();
            return switch (new Opener().getFileType(path)) {
                case Opener.PNG, Opener.JPEG, Opener.GIF, Opener.BMP -> IJ.openImage(path);
                case Opener.TIFF -> isReadableTiff(file) ? IJ.openImage(path) : null;
                case Opener.DICOM -> isReadableDicom(file) ? IJ.openImage(path) : null;
                // NB: opened by its path, the reader asks for the first and last frame.
                case Opener.AVI -> AVI_Reader.open(path, true);
                default -> null;
            };
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static boolean isReadableTiff(Path file) throws IOException {
        String folder = file.toAbsolutePath().getParent() + File.separator;
        return new TiffDecoder(folder, file.getFileName().toString()).getTiffInfo() != null;
    }

    /** ImageJ reads the pixels that our reader reads, those that are not compressed. */
    private static boolean isReadableDicom(Path file) throws IOException {
        new DicomReader().open(file).close();
        return true;
    }
}
