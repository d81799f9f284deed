package org.coverslip.tile;

import java.util.Arrays;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.util.Cast;

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
    private final PrimitiveBlocks<UnsignedByteType> bytes;

    // NB: arrays of more than half a megabyte go past the young generation; reusing them per thread
    // keeps the heap as small for a slide of 100 000 pixels as for one of 20 000.
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    private static final class Scratch {
        private float[] block = {};
        private float[] thin = {};
        private float[] out = {};

        private static float[] atLeast(float[] array, int length) {
            return array.length >= length ? array : new float[length];
        }
    }

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
        boolean plain = type instanceof UnsignedByteType;
        this.bytes = plain ? byteBlocks(level) : null;
    }

    private static PrimitiveBlocks<UnsignedByteType> byteBlocks(RandomAccessibleInterval<?> level) {
        RandomAccessibleInterval<UnsignedByteType> typed = Cast.unchecked(level);
        return PrimitiveBlocks.of(typed, PrimitiveBlocks.OnFallback.ACCEPT).threadSafe();
    }

    /**
     * @return axes [x,y,c] of {@code width} x {@code height} pixels and the slide's channels; 8 and
     *     16 bit unsigned stay so, rounded; anything else becomes 32 bit floating point
     */
    public RandomAccessibleInterval<? extends RealType<?>> read(Tile tile) {
        int c = blocks.channels();
        int samples = Math.multiplyExact(Math.multiplyExact(width, height), c);
        if (bytes != null && isCopy(tile)) {
            byte[] copy = new byte[samples];
            bytes.copy(region(tile, c), copy);
            return ArrayImgs.unsignedBytes(copy, width, height, c);
        }
        float[] out = resample(tile, samples);
        if (type instanceof UnsignedByteType) {
            byte[] rounded = new byte[samples];
            for (int i = 0; i < samples; i++) rounded[i] = (byte) clamped(out[i], 255);
            return ArrayImgs.unsignedBytes(rounded, width, height, c);
        }
        if (type instanceof UnsignedShortType) {
            short[] shorts = new short[samples];
            for (int i = 0; i < samples; i++) shorts[i] = (short) clamped(out[i], 65535);
            return ArrayImgs.unsignedShorts(shorts, width, height, c);
        }
        return ArrayImgs.floats(Arrays.copyOf(out, samples), width, height, c);
    }

    /** Whether the tile's pixels are pixels of the level, so that nothing has to be computed. */
    private boolean isCopy(Tile t) {
        boolean onGrid = isNear(t.x(), Math.rint(t.x())) && isNear(t.y(), Math.rint(t.y()));
        boolean same = isNear(t.width(), width) && isNear(t.height(), height);
        return onGrid
                && same
                && t.x() > -TileTaps.ON_GRID
                && t.y() > -TileTaps.ON_GRID
                && Math.rint(t.x()) + width <= blocks.width()
                && Math.rint(t.y()) + height <= blocks.height();
    }

    private static boolean isNear(double a, double b) {
        return Math.abs(a - b) < TileTaps.ON_GRID;
    }

    private FinalInterval region(Tile t, int channels) {
        long x = Math.round(t.x());
        long y = Math.round(t.y());
        return FinalInterval.createMinMax(x, y, 0, x + width - 1, y + height - 1, channels - 1L);
    }

    private static int clamped(float value, int max) {
        return Math.max(0, Math.min(max, Math.round(value)));
    }

    private float[] resample(Tile tile, int samples) {
        Scratch own = scratch.get();
        TileTaps xs = new TileTaps(tile.x(), tile.width(), width, axis(blocks.width()), edge);
        TileTaps ys = new TileTaps(tile.y(), tile.height(), height, axis(blocks.height()), edge);
        float pad = edge instanceof EdgeRule.Pad p ? (float) p.value() : 0;
        int w = Math.max(0, xs.high() - xs.low() + 1);
        int h = Math.max(0, ys.high() - ys.low() + 1);
        int size = Math.multiplyExact(Math.multiplyExact(w, h), blocks.channels());
        float[] block = own.block = Scratch.atLeast(own.block, size);
        if (size > 0) blocks.copy(xs.low(), ys.low(), w, h, block);
        float[] out = own.out = Scratch.atLeast(own.out, samples);
        float[] thin = own.thin = Scratch.atLeast(own.thin, Math.max(1, h) * width);
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
