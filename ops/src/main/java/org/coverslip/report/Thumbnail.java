package org.coverslip.report;

import java.awt.image.BufferedImage;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;
import org.coverslip.slide.Resampler;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.Slide;
import org.coverslip.slide.ValueRange;

/** Small pictures of images, for people to look at; never for a network. */
public final class Thumbnail {

    private Thumbnail() {}

    /** NB: two thirds of the pixels are enough where four times as many would have to be read. */
    private static final double ENOUGH = 1.5;

    /**
     * A slide as a whole, from the lowest resolution that is fine enough. Where its tiles are
     * damaged, a lower one still gives a picture.
     *
     * @param side longest side of the picture, pixels; it may have two thirds of that
     */
    public static BufferedImage of(Slide slide, int side) {
        Level full = slide.levels().get(0);
        double coarsest = Math.max(full.width(), full.height()) * ENOUGH / side;
        int level = 0;
        for (int i = 1; i < slide.levels().size(); i++) {
            if (slide.levels().get(i).downsample() <= Math.max(1, coarsest)) level = i;
        }
        return of(slide, level, side);
    }

    private static BufferedImage of(Slide slide, int level, int side) {
        try {
            return of(slide.image(level, 0), slide.rgb(), slide.displayRange(), side);
        } catch (RefusedException e) {
            if (level + 1 < slide.levels().size()) return of(slide, level + 1, side);
            throw e;
        }
    }

    /**
     * Scales a plane down to at most {@link Montage#SIDE} pixels.
     *
     * @param pixels axes [x,y,c]
     * @param rgb whether the first three channels are colours; else the first channel is shown in
     *     grey
     * @param display values shown as black and white; by default 0 to 255 for 8 bit, else smallest
     *     to largest
     */
    public static BufferedImage of(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            boolean rgb,
            Optional<ValueRange> display) {
        return of(pixels, rgb, display, Montage.SIDE);
    }

    /** The same with the longest side at most {@code side} pixels. */
    public static BufferedImage of(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            boolean rgb,
            Optional<ValueRange> display,
            int side) {
        double scale =
                Math.min(1, side / (double) Math.max(pixels.dimension(0), pixels.dimension(1)));
        int width = (int) Math.max(1, Math.round(pixels.dimension(0) * scale));
        int height = (int) Math.max(1, Math.round(pixels.dimension(1) * scale));
        Img<FloatType> small = Resampler.resize(pixels, width, height, Resampling.AREA);
        float[] values =
                ((FloatArray) ((ArrayImg<?, ?>) small).update(null)).getCurrentStorageArray();
        boolean bytes = pixels.getType() instanceof UnsignedByteType;
        ValueRange range =
                bytes ? new ValueRange(0, 255) : display.orElseGet(() -> extremes(values));
        int size = width * height;
        boolean colour = rgb && small.dimension(2) >= 3;
        int[] colours = new int[size];
        for (int i = 0; i < size; i++) {
            int r = grey(values[i], range);
            int g = colour ? grey(values[i + size], range) : r;
            int b = colour ? grey(values[i + 2 * size], range) : r;
            colours[i] = r << 16 | g << 8 | b;
        }
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        // NB: pixel by pixel through setRGB takes as long as the scaling.
        picture.getRaster().setDataElements(0, 0, width, height, colours);
        return picture;
    }

    private static int grey(float value, ValueRange range) {
        double v = (value - range.min()) / (range.max() - range.min()) * 255;
        return (int) (Math.max(0, Math.min(255, v)) + 0.5);
    }

    private static ValueRange extremes(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float v : values) {
            if (!Float.isFinite(v)) continue;
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return min < max ? new ValueRange(min, max) : new ValueRange(0, 1);
    }
}
