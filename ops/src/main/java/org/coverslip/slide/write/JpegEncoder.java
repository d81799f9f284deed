package org.coverslip.slide.write;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Tiles as whole JFIF streams, each with its own tables; colour is YCbCr 4:2:0, which is what
 * ImageIO's writer makes of RGB.
 */
final class JpegEncoder implements TileEncoder {

    private final ImageWriter writer = javasOwn();
    private final ImageWriteParam parameters = writer.getDefaultWriteParam();
    private final byte[] pixels;
    private final IIOImage image;

    JpegEncoder(PixelKind kind, int tile, int quality) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality / 100f);
        int samples = kind.samples();
        pixels = new byte[tile * tile * samples];
        int[] offsets = samples == 3 ? new int[] {0, 1, 2} : new int[] {0};
        WritableRaster raster =
                Raster.createInterleavedRaster(
                        new DataBufferByte(pixels, pixels.length),
                        tile,
                        tile,
                        tile * samples,
                        samples,
                        offsets,
                        null);
        int space = samples == 3 ? ColorSpace.CS_sRGB : ColorSpace.CS_GRAY;
        ComponentColorModel model =
                new ComponentColorModel(
                        ColorSpace.getInstance(space),
                        false,
                        false,
                        java.awt.Transparency.OPAQUE,
                        DataBuffer.TYPE_BYTE);
        image = new IIOImage(new BufferedImage(model, raster, false, null), null, null);
    }

    /**
     * NB: other libraries register JPEG writers too; the bytes of a slide shall not depend on them.
     */
    private static ImageWriter javasOwn() {
        Iterator<ImageWriter> all = ImageIO.getImageWritersByFormatName("jpeg");
        while (all.hasNext()) {
            ImageWriter next = all.next();
            if (next.getClass().getName().startsWith("com.sun.imageio.")) return next;
        }
        throw new IllegalStateException("this Java has no JPEG writer of its own");
    }

    @Override
    public byte[] encode(byte[] tile) {
        System.arraycopy(tile, 0, pixels, 0, pixels.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 15);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, image, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        writer.dispose();
    }
}
