package org.coverslip.slide.pyramid;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** JPEG streams written and read by Java's own libjpeg. */
final class TileJpeg {

    private TileJpeg() {}

    static byte[] grey(int side, int value) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        int[] all = new int[side * side];
        Arrays.fill(all, value);
        image.getRaster().setPixels(0, 0, side, side, all);
        return write(image, 0.9f, false);
    }

    static byte[] write(BufferedImage image, float quality, boolean progressive)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        if (progressive) param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** Samples as Java decodes them: x fastest, then y, then channel. */
    static byte[] read(byte[] jpeg, int channels) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        Raster raster = image.getRaster();
        int w = image.getWidth();
        int h = image.getHeight();
        byte[] out = new byte[w * h * channels];
        for (int i = 0; i < w * h; i++) {
            for (int c = 0; c < channels; c++) {
                int v =
                        channels == 1
                                ? raster.getSample(i % w, i / w, 0)
                                : image.getRGB(i % w, i / w) >> 16 - 8 * c;
                out[c * w * h + i] = (byte) v;
            }
        }
        return out;
    }
}
