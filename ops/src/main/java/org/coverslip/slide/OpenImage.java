package org.coverslip.slide;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;

/**
 * A view of an ImageJ image.
 *
 * <ul>
 *   <li>Channels of a hyperstack are axis c; slices and frames are planes, slices fastest. An RGB
 *       image has three channels.
 *   <li>8 bit images with a colour table keep their values: in ImageJ the table is a way of
 *       looking.
 *   <li>A linear calibration function, as ImageJ sets it for DICOM, is applied: values are then
 *       {@code FloatType}, such as Hounsfield units. ImageJ's signed 16 bit images (stored plus
 *       32768) are {@code ShortType}. Other functions (optical density curves) are not applied.
 * </ul>
 */
final class OpenImage {

    private static final int SIGNED_OFFSET = 32768;

    private final ImagePlus image;
    private final ImageStack stack;
    private final Calibration calibration;
    private final double[] line;

    private OpenImage(ImagePlus image) {
        this.image = image;
        stack = image.getStack();
        calibration = image.getCalibration();
        line = line(calibration, image.getBitDepth());
    }

    static Slide of(ImagePlus image) {
        if (image == null) {
            throw new RefusedException("image", "no image is open", "open an image first");
        }
        if (image.getWidth() < 1 || image.getHeight() < 1 || image.getStackSize() < 1) {
            throw new RefusedException(
                    "image " + image.getTitle(), "it has no pixels", "open an image first");
        }
        return new OpenImage(image).slide();
    }

    private PlainSlide slide() {
        boolean rgb = image.getType() == ImagePlus.COLOR_RGB;
        int channels = rgb ? 3 : image.getNChannels();
        int planes = stack.getSize() / image.getNChannels();
        PlainSlide.Builder slide =
                PlainSlide.named(image.getTitle(), "ImageJ " + ij.ImageJ.VERSION + " window")
                        .size(image.getWidth(), image.getHeight())
                        .channels(channels, rgb)
                        .planes(planes)
                        .slices(image.getNSlices(), depth())
                        .pixelSize(
                                PixelSize.of(
                                        calibration.pixelWidth,
                                        calibration.pixelHeight,
                                        calibration.getUnit()));
        if (!rgb) {
            double a = stored(image.getDisplayRangeMin());
            double b = stored(image.getDisplayRangeMax());
            slide.displayRange(Math.min(a, b), Math.max(a, b));
        }
        // NB: getType() is not told of a table that is set later; the processor is.
        boolean table = image.getBitDepth() == 8 && image.getProcessor().isColorLut();
        if (table && !image.isComposite()) {
            slide.note(
                    "its colour table is ignored, the values are used; convert it with Image > Type >"
                            + " RGB Color if the colours are meant");
        }
        if (line == null && calibration.calibrated() && !signed()) {
            slide.note("its calibration function is not linear and is not applied to the values");
        }
        if (line != null) slide.note("values are calibrated: " + line[0] + " + " + line[1] + " v");
        return slide.build(this::plane);
    }

    /** NB: ImageJ's depth of 1 is what an image has whose depth nobody set. */
    private OptionalDouble depth() {
        double depth = calibration.pixelDepth;
        return depth == 1
                ? OptionalDouble.empty()
                : PixelSize.micrometres(depth, calibration.getZUnit());
    }

    private double stored(double value) {
        if (signed()) return value - SIGNED_OFFSET;
        return line == null ? value : line[0] + line[1] * value;
    }

    private boolean signed() {
        return line == null && calibration.isSigned16Bit() && image.getBitDepth() == 16;
    }

    /** Offset and slope over the array's unsigned values; null where there is nothing to apply. */
    private static double[] line(Calibration c, int bits) {
        if (bits == 32 || bits == 24 || !c.calibrated()) return null;
        double[] k = c.getCoefficients();
        boolean linear = c.getFunction() == Calibration.STRAIGHT_LINE && k != null && k.length > 1;
        boolean plainSigned = c.isSigned16Bit() && bits == 16;
        return linear && !plainSigned ? new double[] {k[0], k[1]} : null;
    }

    private RandomAccessibleInterval<? extends RealType<?>> plane(int plane) {
        int z = plane % image.getNSlices() + 1;
        int t = plane / image.getNSlices() + 1;
        int n = image.getNChannels();
        Object[] pixels =
                IntStream.rangeClosed(1, n)
                        .mapToObj(c -> pixels(image.getStackIndex(c, z, t)))
                        .toArray();
        if (pixels[0] instanceof int[] argb) {
            // NB: ImageJ's RGB images ignore the alpha byte.
            return Converters.argbChannels(
                    ArrayImgs.argbs(argb, image.getWidth(), image.getHeight()), 1, 2, 3);
        }
        if (pixels[0] instanceof byte[]) {
            List<RandomAccessibleInterval<UnsignedByteType>> images = new ArrayList<>();
            for (Object p : pixels) images.add(ArrayImgs.unsignedBytes((byte[]) p, sides(n)));
            return calibrated(join(images));
        }
        if (pixels[0] instanceof short[]) {
            List<RandomAccessibleInterval<UnsignedShortType>> images = new ArrayList<>();
            for (Object p : pixels) images.add(ArrayImgs.unsignedShorts((short[]) p, sides(n)));
            if (!signed()) return calibrated(join(images));
            return Converters.convert(
                    join(images),
                    (in, out) -> out.set((short) (in.get() - SIGNED_OFFSET)),
                    new ShortType());
        }
        List<RandomAccessibleInterval<FloatType>> images = new ArrayList<>();
        for (Object p : pixels) images.add(ArrayImgs.floats((float[]) p, sides(n)));
        return join(images);
    }

    /** One channel is an array image [x,y,1] by itself, several are stacked from [x,y]. */
    private long[] sides(int channels) {
        return channels == 1
                ? new long[] {image.getWidth(), image.getHeight(), 1}
                : new long[] {image.getWidth(), image.getHeight()};
    }

    private static <T extends NativeType<T>> RandomAccessibleInterval<T> join(
            List<RandomAccessibleInterval<T>> images) {
        return images.size() == 1 ? images.get(0) : Views.stack(images);
    }

    private <T extends RealType<T>> RandomAccessibleInterval<? extends RealType<?>> calibrated(
            RandomAccessibleInterval<T> raw) {
        if (line == null) return raw;
        double offset = line[0];
        double slope = line[1];
        return Converters.convert(
                raw,
                (in, out) -> out.setReal(offset + slope * in.getRealDouble()),
                new FloatType());
    }

    private Object pixels(int index) {
        // NB: virtual stacks share one file handle and one buffer among all callers.
        synchronized (stack) {
            Object pixels = stack.getPixels(index);
            if (pixels != null) return pixels;
        }
        throw new RefusedException(
                "image " + image.getTitle(),
                "plane " + index + " cannot be read",
                "close it and open it again");
    }
}
