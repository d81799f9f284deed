package org.coverslip.slide.pyramid;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG tiles with Java's own decoder, which is libjpeg, as raw samples, and turns them into
 * RGB as libjpeg does. For one thread at a time.
 *
 * <p>NB: {@code readRaster} and a conversion of our own, because {@code read} converts through a
 * colour model: for 256 x 256 pixels 0.34 ms against 0.59 ms on a JDK with libjpeg-turbo
 * (Debian's), 0.58 against 0.79 on one with libjpeg 6b (Temurin). A decoder in Java alone, which we
 * tried, took 0.72 ms on both.
 */
final class JpegDecoder {

    /** Largest excess of a JPEG over its tile, in pixels: writers round up to whole blocks. */
    private static final int SLACK = 64;

    // NB: the fixed-point numbers of libjpeg's jdcolor.c, so that results are equal to the last
    // bit.
    private static final int SHIFT = 16;
    private static final int HALF = 1 << SHIFT - 1;
    private static final int R_CR = fixed(1.40200);
    private static final int G_CB = fixed(0.34414);
    private static final int G_CR = fixed(0.71414);
    private static final int B_CB = fixed(1.77200);

    private final ImageReader reader;
    private boolean damaged;

    JpegDecoder() {
        reader = javaReader();
        reader.addIIOReadWarningListener((source, warning) -> damaged = true);
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << SHIFT) + 0.5);
    }

    /** NB: libraries on the class path may put readers of their own first. */
    private static ImageReader javaReader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("JPEG");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) return reader;
        }
        throw new IllegalStateException("this Java has no JPEG decoder");
    }

    /**
     * @param in a JPEG of {@code length} bytes
     * @param shared tables of the page, the TIFF tag JPEGTables; empty if there are none
     * @param ycc whether three components are luminance and chrominance, to be turned into RGB
     * @param tile wanted part of the picture and its place
     * @return samples, x fastest, then y, then channel
     * @throws IOException if the JPEG is damaged, smaller than wanted or of another kind
     */
    byte[] decode(byte[] in, int length, byte[] shared, boolean ycc, TileSize tile)
            throws IOException {
        JpegSize.of(in, length).check(tile, SLACK);
        damaged = false;
        try {
            reader.setInput(
                    new MemoryCacheImageInputStream(stream(in, length, shared)), true, true);
            Raster raster = reader.readRaster(0, null);
            if (damaged || raster.getNumBands() != tile.channels())
                throw new IOException("its JPEG is damaged");
            return samples(raster, ycc && tile.channels() == 3, tile);
        } catch (RuntimeException e) {
            // NB: the decoder throws ArrayIndexOutOfBounds and the like for broken streams.
            throw new IOException("its JPEG is damaged", e);
        } finally {
            reader.setInput(null);
        }
    }

    /** The tile with the page's tables right behind its start marker, where they belong. */
    private static InputStream stream(byte[] in, int length, byte[] shared) {
        if (shared.length == 0) return new ByteArrayInputStream(in, 0, length);
        byte[] whole = new byte[length + shared.length];
        System.arraycopy(in, 0, whole, 0, 2);
        System.arraycopy(shared, 0, whole, 2, shared.length);
        System.arraycopy(in, 2, whole, 2 + shared.length, length - 2);
        return new ByteArrayInputStream(whole);
    }

    private static byte[] samples(Raster raster, boolean ycc, TileSize tile) throws IOException {
        boolean plain =
                raster.getSampleModel() instanceof PixelInterleavedSampleModel
                        && raster.getDataBuffer() instanceof DataBufferByte;
        if (!plain) throw new IOException("its JPEG is of an unknown kind");
        PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
        byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
        int[] bands = model.getBandOffsets();
        int step = model.getPixelStride();
        int w = tile.width();
        int area = w * tile.height();
        byte[] out = new byte[Math.multiplyExact(area, tile.channels())];
        for (int y = 0; y < tile.height(); y++) {
            int from = y * model.getScanlineStride();
            int to = y * w;
            if (ycc) {
                rgb(data, from, step, bands, out, to, w, area);
                continue;
            }
            for (int c = 0; c < bands.length; c++) {
                for (int x = 0, at = from + bands[c]; x < w; x++, at += step)
                    out[c * area + to + x] = data[at];
            }
        }
        return out;
    }

    private static void rgb(
            byte[] data, int from, int step, int[] bands, byte[] out, int to, int w, int area) {
        for (int x = 0, at = from; x < w; x++, at += step) {
            int y = data[at + bands[0]] & 0xff;
            int cb = (data[at + bands[1]] & 0xff) - 128;
            int cr = (data[at + bands[2]] & 0xff) - 128;
            out[to + x] = limit(y + (R_CR * cr + HALF >> SHIFT));
            out[area + to + x] = limit(y + (HALF - G_CB * cb - G_CR * cr >> SHIFT));
            out[2 * area + to + x] = limit(y + (B_CB * cb + HALF >> SHIFT));
        }
    }

    private static byte limit(int v) {
        return (byte) Math.max(0, Math.min(255, v));
    }
}
