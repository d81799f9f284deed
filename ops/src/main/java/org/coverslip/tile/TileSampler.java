package org.coverslip.tile;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;

/**
 * Reads tiles at the network's size from a slide level: rescaled by an antialiased triangle, exact
 * to fractions of a pixel. Reads a block around the tile that the kernel reaches, and never outside
 * the level. Safe for several threads.
 */
public final class TileSampler {

    private final FloatBlocks blocks;
    private final RealType<?> type;
    private final int width;
    private final int height;
    private final EdgeRule edge;

    /**
     * @param level pixels of the slide level that the tiles name, axes [x,y,c]
     * @param width of a tile in pixels of the network
     * @param height of a tile in pixels of the network
     * @param edge what lies beyond the slide
     */
    public TileSampler(
            RandomAccessibleInterval<? extends RealType<?>> level,
            int width,
            int height,
            EdgeRule edge) {
        this.blocks = new FloatBlocks(level);
        this.type = level.getType();
        this.width = width;
        this.height = height;
        this.edge = edge;
    }

    /**
     * @return axes [x,y,c] of {@code width} x {@code height} pixels and the slide's channels; 8 and
     *     16 bit unsigned stay so, rounded; anything else becomes 32 bit floating point
     */
    public RandomAccessibleInterval<? extends RealType<?>> read(Tile tile) {
        float[] out = resample(tile);
        int c = blocks.channels();
        if (type instanceof UnsignedByteType) {
            byte[] bytes = new byte[out.length];
            for (int i = 0; i < out.length; i++) bytes[i] = (byte) clamped(out[i], 255);
            return ArrayImgs.unsignedBytes(bytes, width, height, c);
        }
        if (type instanceof UnsignedShortType) {
            short[] shorts = new short[out.length];
            for (int i = 0; i < out.length; i++) shorts[i] = (short) clamped(out[i], 65535);
            return ArrayImgs.unsignedShorts(shorts, width, height, c);
        }
        return ArrayImgs.floats(out, width, height, c);
    }

    private static int clamped(float value, int max) {
        return Math.max(0, Math.min(max, Math.round(value)));
    }

    private float[] resample(Tile tile) {
        TileTaps xs = new TileTaps(tile.x(), tile.width(), width, axis(blocks.width()), edge);
        TileTaps ys = new TileTaps(tile.y(), tile.height(), height, axis(blocks.height()), edge);
        float pad = edge instanceof EdgeRule.Pad p ? (float) p.value() : 0;
        int w = Math.max(0, xs.high() - xs.low() + 1);
        int h = Math.max(0, ys.high() - ys.low() + 1);
        float[] block = new float[Math.multiplyExact(Math.multiplyExact(w, h), blocks.channels())];
        if (block.length > 0) blocks.copy(xs.low(), ys.low(), w, h, block);
        float[] out = new float[width * height * blocks.channels()];
        float[] thin = new float[Math.max(1, h) * width];
        for (int c = 0; c < blocks.channels(); c++) {
            for (int y = 0; y < h; y++) {
                int from = (c * h + y) * w;
                for (int x = 0; x < width; x++) {
                    thin[y * width + x] = xs.apply(x, block, from, 1, pad);
                }
            }
            for (int y = 0, to = c * width * height; y < height; y++) {
                for (int x = 0; x < width; x++) out[to++] = ys.apply(y, thin, x, width, pad);
            }
        }
        return out;
    }

    private static int axis(long length) {
        return Math.toIntExact(length);
    }
}
