package org.coverslip.detect;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileSampler;

/**
 * A picture as a detector takes it, and the way back.
 *
 * @param block one sample
 * @param fit how the picture lies in it
 */
record LetterboxSample(TensorBlock block, Letterbox fit) {

    /**
     * @param pixels axes [x,y,c] from 0
     */
    static LetterboxSample of(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            DetectorSpec spec,
            DetectorSpec.Fit how,
            Preparation preparation,
            Preparation.Source source) {
        int width = Math.toIntExact(pixels.dimension(0));
        int height = Math.toIntExact(pixels.dimension(1));
        if (!spec.input().fixedSize() && how == DetectorSpec.Fit.STRETCH) {
            return unscaled(pixels, spec, preparation, source);
        }
        int w = spec.width();
        int h = spec.height();
        Letterbox fit =
                how == DetectorSpec.Fit.LETTERBOX
                        ? Letterbox.of(width, height, w, h)
                        : Letterbox.stretched(width, height, w, h);
        var framed = framed(pixels, fit, w, h, grey(pixels, source));
        return new LetterboxSample(preparation.prepare(framed, source), fit);
    }

    /**
     * NB: a network that takes any size sees the picture as it is, mirrored at its right and lower
     * edge up to the next size allowed; scaled to a size of its own, a picture of 797 x 800 pixels
     * lost nine of ten objects.
     */
    private static LetterboxSample unscaled(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            DetectorSpec spec,
            Preparation preparation,
            Preparation.Source source) {
        int width = Math.toIntExact(pixels.dimension(0));
        int height = Math.toIntExact(pixels.dimension(1));
        int w = spec.input().size('x').atLeast(width);
        int h = spec.input().size('y').atLeast(height);
        Letterbox fit = Letterbox.stretched(width, height, width, height);
        if (w == width && h == height) {
            return new LetterboxSample(preparation.prepare(pixels, source), fit);
        }
        Tile all = new Tile(0, 0, 0, 0, 0, w, h, 0, 0, 0, w, h);
        var mirrored = new TileSampler(pixels, w, h, new EdgeRule.Reflect()).read(all);
        return new LetterboxSample(preparation.prepare(mirrored, source), fit);
    }

    /**
     * The picture scaled, in its frame.
     *
     * @param pixels axes [x,y,c] from 0
     * @param into width of the input
     * @param high height of the input
     * @param grey value of the frame
     */
    static RandomAccessibleInterval<? extends RealType<?>> framed(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            Letterbox fit,
            int into,
            int high,
            double grey) {
        // NB: first scaled, then framed, so that no grey is mixed into the picture's edge.
        TileSampler sampler =
                new TileSampler(pixels, fit.width(), fit.height(), new EdgeRule.Reflect());
        var scaled = sampler.read(fit.whole());
        boolean fills = fit.width() == into && fit.height() == high;
        if (fills) return scaled;
        // NB: FloatType stands for whatever type the sampler gives; nothing looks into it.
        return LetterboxSample.<FloatType>laid(Cast.unchecked(scaled), fit, into, high, grey);
    }

    private static <T extends NativeType<T> & RealType<T>> RandomAccessibleInterval<T> laid(
            RandomAccessibleInterval<T> scaled, Letterbox fit, int into, int high, double grey) {
        long channels = scaled.dimension(2);
        var all = new ArrayImgFactory<>(scaled.getType()).create(into, high, channels);
        all.forEach(v -> v.setReal(grey));
        long[] from = {fit.left(), fit.top(), 0};
        long[] size = {fit.width(), fit.height(), channels};
        LoopBuilder.setImages(scaled, Views.offsetInterval(all, from, size))
                .forEachPixel((a, b) -> b.set(a));
        return all;
    }

    /** The frame's grey between black and white of this image. */
    private static double grey(
            RandomAccessibleInterval<? extends RealType<?>> pixels, Preparation.Source source) {
        RealType<?> type = pixels.getType();
        double part = Letterbox.GREY / 255.0;
        if (type instanceof UnsignedByteType) return Letterbox.GREY;
        if (source.display().isPresent()) {
            var range = source.display().get();
            return range.min() + part * (range.max() - range.min());
        }
        return type instanceof IntegerType
                ? type.getMinValue() + part * (type.getMaxValue() - type.getMinValue())
                : part;
    }
}
