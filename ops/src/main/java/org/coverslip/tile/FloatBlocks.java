package org.coverslip.tile;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;

/** Copies rectangles of an image [x,y,c] out as floats, whatever it is stored in. */
final class FloatBlocks {

    private final RandomAccessibleInterval<FloatType> floats;
    private final PrimitiveBlocks<FloatType> blocks;

    FloatBlocks(RandomAccessibleInterval<? extends RealType<?>> image) {
        if (image.numDimensions() != 3) {
            throw new IllegalArgumentException("axes [x,y,c] are needed, not " + image);
        }
        floats =
                Converters.convert(
                        image, (in, out) -> out.setReal(in.getRealFloat()), new FloatType());
        blocks = PrimitiveBlocks.of(floats, PrimitiveBlocks.OnFallback.ACCEPT).threadSafe();
    }

    long width() {
        return floats.dimension(0);
    }

    long height() {
        return floats.dimension(1);
    }

    int channels() {
        return Math.toIntExact(floats.dimension(2));
    }

    /**
     * Copies one rectangle of all channels. Safe for several threads at once.
     *
     * @param x left edge, counted from 0; the rectangle must lie inside the image
     * @param y upper edge, counted from 0
     * @param out [c][y][x], at least {@code channels * h * w} long
     */
    void copy(long x, long y, int w, int h, float[] out) {
        if (x < 0 || y < 0 || x + w > width() || y + h > height()) {
            throw new IndexOutOfBoundsException(
                    w + " x " + h + " at " + x + ", " + y + " of " + width() + " x " + height());
        }
        long x0 = floats.min(0) + x;
        long y0 = floats.min(1) + y;
        blocks.copy(
                FinalInterval.createMinMax(
                        x0, y0, floats.min(2), x0 + w - 1, y0 + h - 1, floats.max(2)),
                out);
    }
}
