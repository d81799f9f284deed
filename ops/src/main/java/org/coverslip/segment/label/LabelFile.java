package org.coverslip.segment.label;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.coverslip.RefusedException;
import org.coverslip.report.PlacedTiff;
import org.coverslip.report.Progress;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.write.Compression;
import org.coverslip.slide.write.Monitor;
import org.coverslip.slide.write.PixelKind;
import org.coverslip.slide.write.PyramidWriter;
import org.coverslip.slide.write.Reduction;
import org.coverslip.tile.Placement;

/**
 * Writes label images: a tiled pyramid for what does not fit on a screen many times over, an ImageJ
 * TIFF with the colours of {@link LabelLut} otherwise.
 */
public final class LabelFile {

    /** Plain ImageJ opens no tiled TIFF; above this nobody wants to open an image as a whole. */
    private static final long LARGEST_PLAIN = 64L << 20;

    private static final long LARGEST_FILE = Integer.MAX_VALUE - (1 << 20);

    private LabelFile() {}

    /** Whether an image of this size is written as a pyramid. */
    public static boolean isPyramid(boolean slide, long width, long height) {
        return slide || width * height > LARGEST_PLAIN;
    }

    /**
     * @param most largest label
     * @param size extent of a label's pixel
     * @throws CancellationException if the user stopped it
     */
    public static void pyramid(
            Path file, LabelSpool labels, int most, Optional<PixelSize> size, Progress progress) {
        PixelKind kind =
                most < 256 ? PixelKind.GREY8 : most < 65536 ? PixelKind.GREY16 : PixelKind.GREY32;
        PyramidWriter writer =
                PyramidWriter.of(labels.source(kind))
                        .compression(Compression.DEFLATE)
                        .reduction(Reduction.NEAREST)
                        .monitor(monitor(progress, file.getFileName().toString()));
        size.ifPresent(writer::spacing);
        writer.write(file);
    }

    private static Monitor monitor(Progress progress, String name) {
        return new Monitor() {
            @Override
            public void update(long done, long total) {
                progress.update(done, total, "pieces of " + name);
            }

            @Override
            public boolean isCanceled() {
                return progress.isCanceled();
            }
        };
    }

    /**
     * One plane of an ImageJ image.
     *
     * @param most largest label of all planes; above 65535 the plane is 32-bit float, which holds
     *     labels up to 16 777 216
     */
    public static ImageProcessor processor(int[] labels, int width, int height, int most) {
        if (most < 256) {
            byte[] bytes = new byte[labels.length];
            for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) labels[i];
            return new ByteProcessor(width, height, bytes);
        }
        if (most < 65536) {
            short[] shorts = new short[labels.length];
            for (int i = 0; i < shorts.length; i++) shorts[i] = (short) labels[i];
            return new ShortProcessor(width, height, shorts, null);
        }
        float[] floats = new float[labels.length];
        for (int i = 0; i < floats.length; i++) floats[i] = labels[i];
        return new FloatProcessor(width, height, floats);
    }

    /**
     * Writes a stack of label planes.
     *
     * @param slices extent of axis z; 1 for time or a single plane
     */
    public static void stack(
            Path file,
            ImageStack planes,
            int slices,
            int most,
            Placement place,
            Optional<PixelSize> pixelSize) {
        stack(file, planes, slices, most, place, pixelSize, 1);
    }

    /**
     * The same with a depth.
     *
     * @param depth from one slice to the next in the unit of the calibration; 1 where it is not
     *     known
     */
    public static void stack(
            Path file,
            ImageStack planes,
            int slices,
            int most,
            Placement place,
            Optional<PixelSize> pixelSize,
            double depth) {
        long bytes =
                (long) planes.getWidth()
                        * planes.getHeight()
                        * planes.size()
                        * planes.getBitDepth()
                        / 8;
        requireOneFile(file, bytes);
        ImagePlus image = new ImagePlus("labels", planes);
        image.setDimensions(1, slices, planes.size() / slices);
        image.setDisplayRange(0, Math.max(255, most));
        image.setLut(LabelLut.create(Math.max(255, most)));
        new PlacedTiff(
                        place.scaleX(),
                        place.scaleY(),
                        place.offsetX(),
                        place.offsetY(),
                        pixelSize,
                        depth)
                .write(file, image);
    }

    /**
     * @param subject what is too large
     * @param bytes of its labels
     * @throws RefusedException if they do not fit into an ImageJ TIFF
     */
    public static void requireOneFile(Object subject, long bytes) {
        if (bytes <= LARGEST_FILE) return;
        throw new RefusedException(
                subject, "its labels are too large for one ImageJ TIFF", "segment it in parts");
    }
}
