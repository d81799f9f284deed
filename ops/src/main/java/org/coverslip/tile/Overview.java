package org.coverslip.tile;

import java.util.Arrays;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;

/**
 * A slide seen from afar: the mean of square blocks of pixels of one of its levels. Small enough to
 * keep in memory however large the slide is.
 */
public final class Overview {

    /** Extent of a pixel, in micrometres, where the slide is not too large for it. */
    public static final double MICROMETRES = 8;

    // NB: with twice as many the peak memory of a slide of 100 000 x 100 000 pixels was 60 MB
    // higher.
    private static final long MOST_PIXELS = 2L << 20;
    private static final int BLOCK = 1024;

    private final int width;
    private final int height;
    private final float[][] planes;
    private final boolean rgb;
    private final boolean integer;
    private final double unit;
    private final Placement placement;
    private final PixelSize pixelSize;

    private Overview(
            FloatBlocks in,
            int factor,
            boolean rgb,
            boolean integer,
            double unit,
            double downsample,
            PixelSize level0) {
        width = Math.toIntExact((in.width() + factor - 1) / factor);
        height = Math.toIntExact((in.height() + factor - 1) / factor);
        planes = new float[in.channels()][Math.multiplyExact(width, height)];
        this.rgb = rgb;
        this.integer = integer;
        this.unit = unit;
        double scale = factor * downsample;
        placement = new Placement(scale, scale, 0, 0);
        pixelSize = level0 == null ? null : new PixelSize(scale * level0.x(), scale * level0.y());
        reduce(in, factor);
    }

    /**
     * Reads the level that suits and shrinks it to pixels of 8 um, or larger ones where there would
     * be more than 2 million of them. Without a pixel size, to at most 2 million pixels.
     *
     * @param plane index over z and t
     * @param pixelSize of level 0, as the file or the user says; empty if unknown
     */
    public static Overview of(Slide slide, int plane, Optional<PixelSize> pixelSize) {
        Level full = slide.levels().get(0);
        double most = (double) MOST_PIXELS * 3 / Math.max(3, slide.channels());
        double wanted = Math.sqrt((double) full.width() * full.height() / most);
        if (pixelSize.isPresent()) {
            PixelSize p = pixelSize.get();
            wanted = Math.max(wanted, MICROMETRES / Math.max(p.x(), p.y()));
        }
        int level = 0;
        for (int i = 1; i < slide.levels().size(); i++) {
            if (slide.levels().get(i).downsample() <= wanted * 1.05) level = i;
        }
        double downsample = slide.levels().get(level).downsample();
        int factor = (int) Math.max(1, Math.round(wanted / downsample));
        return of(slide.image(level, plane), factor, slide.rgb(), downsample, pixelSize);
    }

    /**
     * Shrinks an image.
     *
     * @param image axes [x,y,c]
     * @param factor pixels of {@code image} along each side of a block, at least 1; blocks at the
     *     right and lower edge may hold fewer
     * @param rgb whether channels 0, 1, 2 are red, green, blue
     * @param downsample level-0 pixels per pixel of {@code image}
     * @param pixelSize of level 0
     */
    public static Overview of(
            RandomAccessibleInterval<? extends RealType<?>> image,
            int factor,
            boolean rgb,
            double downsample,
            Optional<PixelSize> pixelSize) {
        boolean integer = image.getType() instanceof IntegerType;
        boolean deep = rgb && image.getType() instanceof UnsignedShortType;
        return new Overview(
                new FloatBlocks(image),
                factor,
                rgb,
                integer,
                deep ? 255.0 / 65535 : 1,
                downsample,
                pixelSize.orElse(null));
    }

    private void reduce(FloatBlocks in, int k) {
        int side = Math.max(1, BLOCK / k);
        float[] block = new float[in.channels() * side * k * side * k];
        for (int y = 0; y < height; y += side) {
            for (int x = 0; x < width; x += side) {
                int w = (int) Math.min((long) side * k, in.width() - (long) x * k);
                int h = (int) Math.min((long) side * k, in.height() - (long) y * k);
                in.copy((long) x * k, (long) y * k, w, h, block);
                for (int c = 0; c < planes.length; c++) average(block, c * w * h, w, h, k, x, y, c);
            }
        }
    }

    private void average(float[] in, int from, int w, int h, int k, int x0, int y0, int c) {
        int columns = (w + k - 1) / k;
        double[] sum = new double[columns];
        for (int y = 0; y < h; y += k) {
            int rows = Math.min(k, h - y);
            Arrays.fill(sum, 0);
            for (int j = 0; j < rows; j++) {
                int at = from + (y + j) * w;
                for (int x = 0; x < w; x += k) {
                    double s = 0;
                    for (int i = x, end = Math.min(w, x + k); i < end; i++) s += in[at + i];
                    sum[x / k] += s;
                }
            }
            int to = (y0 + y / k) * width + x0;
            for (int x = 0; x < columns; x++) {
                int pixels = rows * Math.min(k, w - x * k);
                planes[c][to + x] = (float) (sum[x] / pixels * unit);
            }
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int channels() {
        return planes.length;
    }

    /** Whether channels 0, 1, 2 are red, green, blue. */
    public boolean rgb() {
        return rgb;
    }

    /** Whether the slide's pixels are whole numbers. */
    public boolean integer() {
        return integer;
    }

    /**
     * Values of a channel, row by row, in stored units; red, green, blue of 16 bit from 0 to 255.
     * Not a copy.
     */
    public float[] plane(int channel) {
        return planes[channel];
    }

    public Placement placement() {
        return placement;
    }

    /** Extent of a pixel of this image; empty if that of the slide is unknown. */
    public Optional<PixelSize> pixelSize() {
        return Optional.ofNullable(pixelSize);
    }
}
