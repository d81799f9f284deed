package org.coverslip.detect;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
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
            // NB: a network that takes any size sees the picture as it is.
            int w = spec.input().nearest('x', width);
            int h = spec.input().nearest('y', height);
            if (w == width && h == height) {
                return new LetterboxSample(
                        preparation.prepare(pixels, source),
                        Letterbox.stretched(width, height, width, height));
            }
        }
        int w = spec.width();
        int h = spec.height();
        Letterbox fit =
                how == DetectorSpec.Fit.LETTERBOX
                        ? Letterbox.of(width, height, w, h)
                        : Letterbox.stretched(width, height, w, h);
        TileSampler sampler = new TileSampler(pixels, w, h, new EdgeRule.Pad(grey(pixels, source)));
        return new LetterboxSample(preparation.prepare(sampler.read(fit.place(w, h)), source), fit);
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
