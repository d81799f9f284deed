package org.coverslip.slide;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SinglePixelPackedSampleModel;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedShortType;

/**
 * A decoded plane with what its samples mean.
 *
 * @param pixels axes [x,y,c] in the stored type
 * @param rgb whether channels 0, 1, 2 are red, green, blue
 * @param notes what a user should know of the samples
 */
record Picture(
        RandomAccessibleInterval<? extends RealType<?>> pixels, boolean rgb, List<String> notes) {

    long width() {
        return pixels.dimension(0);
    }

    long height() {
        return pixels.dimension(1);
    }

    int channels() {
        return (int) pixels.dimension(2);
    }

    Picture turned(int orientation) {
        return new Picture(Orientation.upright(pixels, orientation), rgb, notes);
    }

    /** The same bits, read as two's complement. */
    Picture signed() {
        Object type = pixels.getType();
        if (type instanceof UnsignedByteType) return signed(8, new ByteType());
        if (type instanceof UnsignedShortType) return signed(16, new ShortType());
        return type instanceof UnsignedIntType ? signed(32, new IntType()) : this;
    }

    private <T extends RealType<T>> Picture signed(int bits, T type) {
        int spare = Long.SIZE - bits;
        var view =
                Converters.convert2(
                        pixels,
                        (in, out) -> out.setReal((long) in.getRealDouble() << spare >> spare),
                        type::createVariable);
        return new Picture(view, rgb, notes);
    }

    /**
     * The samples of a Java picture. A palette becomes RGB (RGBA if it has transparency), or one
     * grey channel if all its colours are grey, as 1, 2 and 4 bit grey pictures arrive; 1 bit
     * becomes 0 and 255. Grey with alpha stays two channels.
     */
    static Picture of(BufferedImage image) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        if (model instanceof IndexColorModel palette) return paletted(raster, palette);
        boolean packed = raster.getSampleModel() instanceof SinglePixelPackedSampleModel;
        boolean eightBits = model.getComponentSize(0) == 8;
        if (packed && !eightBits) return packed(image);
        int channels = raster.getNumBands();
        boolean rgb = channels >= 3 && model.getColorSpace().getType() == ColorSpace.TYPE_RGB;
        List<String> notes =
                channels == 2
                        ? List.of("the second channel is the transparency of the grey picture")
                        : List.of();
        return new Picture(samples(raster), rgb, notes);
    }

    private static Picture paletted(Raster raster, IndexColorModel palette) {
        int size = palette.getMapSize();
        boolean grey = !palette.hasAlpha();
        for (int i = 0; i < size && grey; i++) {
            grey =
                    palette.getRed(i) == palette.getGreen(i)
                            && palette.getRed(i) == palette.getBlue(i);
        }
        int channels = grey ? 1 : palette.hasAlpha() ? 4 : 3;
        int w = raster.getWidth();
        int h = raster.getHeight();
        byte[] out = new byte[w * h * channels];
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, w, 1, 0, row);
            for (int x = 0; x < w; x++) {
                int argb = row[x] < size ? palette.getRGB(row[x]) : 0xff000000;
                for (int c = 0; c < channels; c++) {
                    out[(c * h + y) * w + x] = (byte) (argb >> (c == 3 ? 24 : 16 - 8 * c));
                }
            }
        }
        return new Picture(ArrayImgs.unsignedBytes(out, w, h, channels), !grey, List.of());
    }

    /** 15 and 16 bit colours, widened to 8 bits per channel by Java's colour model. */
    private static Picture packed(BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        int channels = image.getColorModel().hasAlpha() ? 4 : 3;
        byte[] out = new byte[w * h * channels];
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            image.getRGB(0, y, w, 1, row, 0, w);
            for (int x = 0; x < w; x++) {
                for (int c = 0; c < channels; c++) {
                    out[(c * h + y) * w + x] = (byte) (row[x] >> (c == 3 ? 24 : 16 - 8 * c));
                }
            }
        }
        return new Picture(ArrayImgs.unsignedBytes(out, w, h, channels), true, List.of());
    }

    private static RandomAccessibleInterval<? extends RealType<?>> samples(Raster raster) {
        int w = raster.getWidth();
        int h = raster.getHeight();
        int channels = raster.getNumBands();
        int n = w * h * channels;
        int x0 = raster.getMinX();
        int y0 = raster.getMinY();
        switch (raster.getSampleModel().getDataType()) {
            case DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE -> {
                float[] out = new float[n];
                float[] row = new float[w];
                for (int c = 0; c < channels; c++) {
                    for (int y = 0; y < h; y++) {
                        raster.getSamples(x0, y0 + y, w, 1, c, row);
                        System.arraycopy(row, 0, out, (c * h + y) * w, w);
                    }
                }
                return ArrayImgs.floats(out, w, h, channels);
            }
            case DataBuffer.TYPE_USHORT, DataBuffer.TYPE_SHORT -> {
                short[] out = new short[n];
                if (!copyShorts(raster, out)) {
                    int[] row = new int[w];
                    for (int i = 0; i < channels * h; i++) {
                        raster.getSamples(x0, y0 + i % h, w, 1, i / h, row);
                        for (int x = 0; x < w; x++) out[i * w + x] = (short) row[x];
                    }
                }
                return raster.getSampleModel().getDataType() == DataBuffer.TYPE_SHORT
                        ? ArrayImgs.shorts(out, w, h, channels)
                        : ArrayImgs.unsignedShorts(out, w, h, channels);
            }
            default -> {
                boolean bytes = raster.getSampleModel().getSampleSize(0) <= 8;
                byte[] out = new byte[bytes ? n : 0];
                int[] wide = new int[bytes ? 0 : n];
                if (!bytes || !copyBytes(raster, out)) {
                    int[] row = new int[w];
                    for (int i = 0; i < channels * h; i++) {
                        raster.getSamples(x0, y0 + i % h, w, 1, i / h, row);
                        for (int x = 0; x < w; x++) {
                            if (bytes) out[i * w + x] = (byte) row[x];
                            else wide[i * w + x] = row[x];
                        }
                    }
                }
                return bytes
                        ? ArrayImgs.unsignedBytes(out, w, h, channels)
                        : ArrayImgs.unsignedInts(wide, w, h, channels);
            }
        }
    }

    private static boolean copyBytes(Raster raster, byte[] out) {
        if (!(raster.getDataBuffer() instanceof DataBufferByte buffer)) return false;
        int w = raster.getWidth();
        return eachRow(
                raster,
                (bank, from, step, to) -> {
                    byte[] in = buffer.getData(bank);
                    for (int x = 0, i = from; x < w; x++, i += step) out[to + x] = in[i];
                });
    }

    private static boolean copyShorts(Raster raster, short[] out) {
        if (!(raster.getDataBuffer() instanceof DataBufferUShort buffer)) return false;
        int w = raster.getWidth();
        return eachRow(
                raster,
                (bank, from, step, to) -> {
                    short[] in = buffer.getData(bank);
                    for (int x = 0, i = from; x < w; x++, i += step) out[to + x] = in[i];
                });
    }

    /** One band of a row: every {@code step}-th number of a bank, and where it goes. */
    private interface Row {
        void copy(int bank, int from, int step, int to);
    }

    /** Rows of the usual layout, band by band; false where the raster is laid out otherwise. */
    private static boolean eachRow(Raster raster, Row row) {
        boolean usual = raster.getParent() == null;
        if (!usual || !(raster.getSampleModel() instanceof ComponentSampleModel m)) return false;
        int w = raster.getWidth();
        int h = raster.getHeight();
        for (int c = 0; c < raster.getNumBands(); c++) {
            for (int y = 0; y < h; y++) {
                int from = m.getBandOffsets()[c] + y * m.getScanlineStride();
                row.copy(m.getBankIndices()[c], from, m.getPixelStride(), (c * h + y) * w);
            }
        }
        return true;
    }
}
