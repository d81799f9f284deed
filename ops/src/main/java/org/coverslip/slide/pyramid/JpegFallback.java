package org.coverslip.slide.pyramid;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes with Java's own decoder what {@link JpegDecoder} does not: progressive and odd ones. */
final class JpegFallback {

    private JpegFallback() {}

    /**
     * @param out filled with samples, x fastest, then y, then channel
     * @throws IOException if it cannot be decoded
     */
    static void decode(
            byte[] in, int length, JpegTables shared, boolean ycc, TileSize tile, byte[] out)
            throws IOException {
        ImageReader reader = javaReader();
        boolean[] damaged = new boolean[1];
        try (ImageInputStream stream =
                new MemoryCacheImageInputStream(
                        new ByteArrayInputStream(whole(in, length, shared)))) {
            reader.addIIOReadWarningListener((source, warning) -> damaged[0] = true);
            reader.setInput(stream, true, true);
            Raster raster = reader.readRaster(0, null);
            if (damaged[0] || raster.getNumBands() != tile.channels()) {
                throw new IOException("its JPEG is damaged");
            }
            copy(raster, ycc, tile, out);
        } catch (RuntimeException e) {
            // NB: the decoder throws ArrayIndexOutOfBounds and the like for broken streams.
            throw new IOException("its JPEG cannot be decoded", e);
        } finally {
            reader.dispose();
        }
    }

    private static void copy(Raster raster, boolean ycc, TileSize tile, byte[] out) {
        int w = tile.width();
        int plane = w * tile.height();
        int[] row = new int[w * tile.channels()];
        for (int y = 0; y < tile.height(); y++) {
            raster.getPixels(0, y, w, 1, row);
            for (int x = 0; x < w; x++) {
                int at = x * tile.channels();
                if (ycc) JpegColour.toRgb(row, at);
                for (int c = 0; c < tile.channels(); c++) {
                    out[c * plane + y * w + x] = (byte) row[at + c];
                }
            }
        }
    }

    private static byte[] whole(byte[] in, int length, JpegTables shared) {
        byte[] tables = shared.segments();
        ByteArrayOutputStream all = new ByteArrayOutputStream(length + tables.length);
        all.write(in, 0, 2);
        all.write(tables, 0, tables.length);
        all.write(in, 2, length - 2);
        return all.toByteArray();
    }

    private static ImageReader javaReader() throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("JPEG");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) return reader;
        }
        throw new IOException("this Java has no JPEG decoder");
    }
}
