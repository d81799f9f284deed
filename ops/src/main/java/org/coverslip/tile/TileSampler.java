package org.coverslip.tile;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Cast;

/**
 * Cuts rectangles with fractional edges out of one level of a slide and brings them to a tile's
 * size, with a triangle kernel as wide as two source pixels or two tile pixels, whichever is more:
 * linear interpolation when enlarging, antialiased when shrinking, and the stored values untouched
 * at scale 1 on whole pixels. This is Pillow's {@code BILINEAR}. Pixels beyond the image are its
 * reflection. Safe for several threads at once.
 */
public final class TileSampler {

    private final RandomAccessibleInterval<?> image;
    private final PrimitiveBlocks<?> blocks;
    private final boolean bytes;
    private final int channels;

    /**
     * @param level axes [x,y,c], from 0
     */
    public TileSampler(RandomAccessibleInterval<? extends RealType<?>> level) {
        bytes = level.getType() instanceof UnsignedByteType;
        image =
                bytes
                        ? level
                        : Converters.convert(
                                level,
                                (in, out) -> out.setReal(in.getRealFloat()),
                                new FloatType());
        blocks = blocks(image);
        channels = Math.toIntExact(level.dimension(2));
    }

    private static PrimitiveBlocks<?> blocks(RandomAccessibleInterval<?> image) {
        RandomAccessibleInterval<UnsignedByteType> typed = Cast.unchecked(image);
        return PrimitiveBlocks.of(typed, PrimitiveBlocks.OnFallback.ACCEPT).threadSafe();
    }

    public int channels() {
        return channels;
    }

    /**
     * Reads one tile.
     *
     * @param x left edge in pixels of the level; may lie outside
     * @param y upper edge
     * @param width above 0
     * @param height above 0
     * @param columns width of the tile
     * @param rows height of the tile
     * @return [c][row * columns + column], in stored units
     */
    public float[][] sample(
            double x, double y, double width, double height, int columns, int rows) {
        Taps across = Taps.of(x, width, columns, image.dimension(0));
        Taps down = Taps.of(y, height, rows, image.dimension(1));
        int w = across.length();
        int h = down.length();
        float[] block = copy(across.first(), down.first(), w, h);
        float[][] tile = new float[channels][];
        float[] squeezed = new float[Math.multiplyExact(columns, h)];
        for (int c = 0; c < channels; c++) {
            for (int j = 0; j < h; j++) across.rows(block, (c * h + j) * w, squeezed, j * columns);
            tile[c] = down.columns(squeezed, columns);
        }
        return tile;
    }

    private float[] copy(long x, long y, int w, int h) {
        FinalInterval region =
                FinalInterval.createMinMax(x, y, 0, x + w - 1, y + h - 1, channels - 1L);
        int size = Math.multiplyExact(Math.multiplyExact(w, h), channels);
        float[] floats = new float[size];
        if (!bytes) {
            blocks.copy(region, floats);
            return floats;
        }
        byte[] raw = new byte[size];
        blocks.copy(region, raw);
        for (int i = 0; i < size; i++) floats[i] = raw[i] & 0xff;
        return floats;
    }
}
