package org.coverslip.slide;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;

/**
 * Decodes one page: uncompressed strips of 8, 16, 32 and 64 bits, and packed floating point strips,
 * directly, all else with TwelveMonkeys.
 */
// NB: ij.io.ImageReader fills what is missing at the end of a file with zeros without an exception,
// and TwelveMonkeys cuts floating point samples to 0..1: hence the direct way.
final class TiffPixels {

    private static final Set<Integer> DECODABLE = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946);

    /** Deflate, under its two numbers. */
    private static final Set<Integer> PACKED = Set.of(8, 32946);

    private static final Map<Integer, String> COLOURS =
            Map.of(
                    4,
                    "a transparency mask",
                    5,
                    "CMYK",
                    8,
                    "CIE L*a*b*",
                    9,
                    "ICC L*a*b*",
                    32803,
                    "raw camera data");

    /** At best, what one byte stands for: DEFLATE 1032:1 of eight 1 bit samples. */
    private static final int SAMPLES_PER_BYTE = 24_000;

    private final Path file;
    private final long length;
    private final ByteOrder order;
    private final boolean imagej;

    TiffPixels(Path file, long length, ByteOrder order, boolean imagej) {
        this.file = file;
        this.length = length;
        this.order = order;
        this.imagej = imagej;
    }

    /** Refuses, before anything is allocated, what cannot be decoded or is not all there. */
    void check(TiffPage page, int contiguous) {
        if (!DECODABLE.contains(page.compression())) {
            throw new RefusedException(
                    file,
                    "its pixels are compressed as " + TiffCompression.name(page.compression()),
                    "save it with LZW, Deflate or no compression, or open it in Fiji through"
                            + " Bio-Formats");
        }
        if (COLOURS.containsKey(page.photometric())) {
            throw new RefusedException(
                    file,
                    "its pixels are " + COLOURS.get(page.photometric()),
                    "convert it to grey or RGB with another program");
        }
        if (page.bits() > 64 || page.samples() > 1024) {
            throw TiffPage.damaged(file, page.samples() + " samples of " + page.bits(), null);
        }
        ClaimedSize claimed =
                new ClaimedSize(
                        page.width(),
                        page.height(),
                        page.photometric() == 3 ? 3 : page.samples(),
                        Math.max(1, page.bits() / 8));
        claimed.check(file);
        long held = 0;
        for (int i = 0; i < page.offsets().size(); i++) {
            long at = page.offsets().get(i);
            long n = i < page.counts().size() ? page.counts().get(i) : 0;
            // NB: an absent tile, offset and count 0, is legal in tiled slides.
            if (at < 0 || n < 0 || at + n > length) {
                throw TiffPage.damaged(
                        file, "page " + page.index() + " reaches beyond the end of the file", null);
            }
            held += n;
        }
        if (page.format() == 3 && !direct(page)) {
            throw new RefusedException(
                    file,
                    "its floating point pixels of "
                            + page.bits()
                            + " bits are packed in a way that is not read",
                    "save it with ImageJ as a 32 bit TIFF, without compression");
        }
        if (direct(page) && page.compression() == 1) {
            long needed = page.bytes() * contiguous;
            long there = contiguous > 1 ? length - page.offsets().get(0) : held;
            if (needed > there) {
                throw TiffPage.damaged(
                        file, "it needs " + needed + " bytes of pixels and has " + there, null);
            }
        } else {
            claimed.checkAgainst(file, held, SAMPLES_PER_BYTE);
        }
    }

    private boolean direct(TiffPage page) {
        boolean whole = page.bits() == 8 || page.bits() == 16 || page.bits() == 32;
        boolean real = page.bits() == 64 && page.format() == 3;
        boolean colours = page.photometric() <= 2 || page.photometric() == 3 && imagej;
        boolean half = page.bits() == 16 && page.format() == 3;
        // NB: TwelveMonkeys cuts floating point samples to 0..1: they never go that way.
        boolean packed =
                page.format() == 3 && page.predictor() == 1 && PACKED.contains(page.compression());
        return (page.compression() == 1 || packed)
                && !page.tiled()
                && (whole || real)
                && !half
                && colours
                && !page.offsets().isEmpty();
    }

    /**
     * @param skip planes of the page's size that lie between its first strip and the wanted plane
     */
    Picture read(TiffPage page, int skip) {
        try {
            Picture picture = direct(page) ? directly(page, skip) : decoded(page);
            return picture.turned(page.orientation());
        } catch (IOException | RuntimeException e) {
            if (e instanceof RefusedException refused) throw refused;
            throw TiffPage.damaged(file, "page " + page.index() + " cannot be decoded", e);
        }
    }

    private Picture decoded(TiffPage page) throws IOException {
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.addIIOReadWarningListener(
                    (source, warning) -> {
                        if (RasterReader.isDamage(warning)) {
                            throw TiffPage.damaged(file, "page " + page.index(), null);
                        }
                    });
            reader.setInput(in);
            Picture picture = Picture.of(reader.read(page.index()));
            return page.format() == 2 ? picture.signed() : picture;
        } finally {
            reader.dispose();
        }
    }

    private Picture directly(TiffPage page, int skip) throws IOException {
        int w = (int) page.width();
        int h = (int) page.height();
        int s = page.samples();
        int bytes = page.bits() / 8;
        ByteBuffer raw = ByteBuffer.allocate(Math.toIntExact(page.bytes())).order(order);
        try (FileChannel channel = FileChannel.open(file)) {
            if (page.compression() != 1) {
                unpack(channel, raw, page);
            } else if (skip > 0) {
                fill(channel, raw, page.offsets().get(0) + skip * page.bytes(), raw.capacity());
            } else {
                for (int i = 0; raw.hasRemaining() && i < page.offsets().size(); i++) {
                    long n = page.offsets().size() == 1 ? raw.capacity() : page.counts().get(i);
                    fill(channel, raw, page.offsets().get(i), n);
                }
            }
        }
        int n = w * h;
        boolean planar = page.planar() || s == 1;
        int stride = planar ? 1 : s;
        int[] from = new int[s];
        for (int c = 0; c < s; c++) from[c] = planar ? c * n : c;
        long[] dims = {w, h, s};
        boolean invert = page.photometric() == 0 && !imagej && page.format() == 1;
        RandomAccessibleInterval<? extends RealType<?>> pixels =
                switch (bytes) {
                    case 1 -> bytes(raw, from, stride, n, invert, page.format() == 2, dims);
                    case 2 -> shorts(raw, from, stride, n, invert, page.format() == 2, dims);
                    default -> words(raw, from, stride, n, page, dims);
                };
        boolean rgb = page.photometric() == 2 && s >= 3;
        return new Picture(pixels, rgb, notes(page, invert));
    }

    private static void unpack(FileChannel channel, ByteBuffer raw, TiffPage page)
            throws IOException {
        for (int i = 0; raw.hasRemaining() && i < page.offsets().size(); i++) {
            ByteBuffer strip = ByteBuffer.allocate(Math.toIntExact(page.counts().get(i)));
            fill(channel, strip, page.offsets().get(i), strip.capacity());
            raw.put(inflate(strip.array(), raw.remaining()));
        }
        if (raw.hasRemaining()) throw new EOFException();
    }

    private static byte[] inflate(byte[] packed, int most) throws IOException {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(most);
        }
    }

    private static void fill(FileChannel channel, ByteBuffer raw, long at, long n)
            throws IOException {
        int end = (int) Math.min(raw.capacity(), raw.position() + n);
        raw.limit(end);
        while (raw.hasRemaining()) {
            int read = channel.read(raw, at);
            if (read < 0) throw new EOFException();
            at += read;
        }
        raw.limit(raw.capacity());
    }

    private List<String> notes(TiffPage page, boolean inverted) {
        if (inverted) return List.of("stored with white as zero: values are inverted");
        if (page.photometric() == 3) {
            return List.of("its colour table is ignored, the values are used");
        }
        if (page.samples() == 2) {
            return List.of("the second channel is the transparency of the grey picture");
        }
        return List.of();
    }

    private static RandomAccessibleInterval<? extends RealType<?>> bytes(
            ByteBuffer raw,
            int[] from,
            int stride,
            int n,
            boolean invert,
            boolean signed,
            long[] d) {
        byte[] in = raw.array();
        byte[] out = new byte[in.length];
        int flip = invert ? 0xff : 0;
        for (int c = 0; c < from.length; c++) {
            for (int i = 0, at = from[c]; i < n; i++, at += stride) {
                out[c * n + i] = (byte) (in[at] ^ flip);
            }
        }
        return signed ? ArrayImgs.bytes(out, d) : ArrayImgs.unsignedBytes(out, d);
    }

    private static RandomAccessibleInterval<? extends RealType<?>> shorts(
            ByteBuffer raw,
            int[] from,
            int stride,
            int n,
            boolean invert,
            boolean signed,
            long[] d) {
        var in = raw.rewind().asShortBuffer();
        short[] out = new short[from.length * n];
        int flip = invert ? 0xffff : 0;
        for (int c = 0; c < from.length; c++) {
            for (int i = 0, at = from[c]; i < n; i++, at += stride) {
                out[c * n + i] = (short) (in.get(at) ^ flip);
            }
        }
        return signed ? ArrayImgs.shorts(out, d) : ArrayImgs.unsignedShorts(out, d);
    }

    private static RandomAccessibleInterval<? extends RealType<?>> words(
            ByteBuffer raw, int[] from, int stride, int n, TiffPage page, long[] d) {
        raw.rewind();
        if (page.format() == 3) {
            float[] out = new float[from.length * n];
            for (int c = 0; c < from.length; c++) {
                for (int i = 0, at = from[c]; i < n; i++, at += stride) {
                    out[c * n + i] =
                            page.bits() == 64
                                    ? (float) raw.getDouble(8 * at)
                                    : raw.getFloat(4 * at);
                }
            }
            return ArrayImgs.floats(out, d);
        }
        int[] out = new int[from.length * n];
        for (int c = 0; c < from.length; c++) {
            for (int i = 0, at = from[c]; i < n; i++, at += stride) {
                out[c * n + i] = raw.getInt(4 * at);
            }
        }
        return page.format() == 2 ? ArrayImgs.ints(out, d) : ArrayImgs.unsignedInts(out, d);
    }
}
