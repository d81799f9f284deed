package org.coverslip.slide.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.coverslip.slide.PixelSize;

/**
 * The file itself: tiles first, directories last, so that nothing but the header is written twice.
 *
 * <p>Sixteen bytes are kept for the header; whether they hold that of a classic TIFF or of a
 * BigTIFF is decided when the length is known.
 */
final class PyramidFile implements AutoCloseable {

    /** Offsets of a classic TIFF have 32 bits. */
    private static final long CLASSIC_LIMIT = (1L << 32) - 1;

    private static final int SHARED = 64;
    private static final int SMALL = 1 << 14;

    private record Stored(byte[] bytes, long offset) {}

    private final PartFile file;
    private final Layout layout;
    private final long bigAbove;

    // NB: several tiles may name one place: libtiff, vips, OpenSlide and TwelveMonkeys read such
    // files. The map is used by one thread in file order, so that the bytes of the file do not
    // depend on timing.
    private final Map<Integer, Stored> shared = new LinkedHashMap<>(16, 0.75f, true);

    PyramidFile(Path path, Layout layout, boolean big) throws IOException {
        this.layout = layout;
        bigAbove = big ? 0 : CLASSIC_LIMIT;
        file = new PartFile(path);
        file.append(new byte[16]);
    }

    void put(int level, int column, int row, byte[] bytes) throws IOException {
        layout.level(level).put(column, row, place(bytes), bytes.length);
    }

    private long place(byte[] bytes) throws IOException {
        if (bytes.length > SMALL) return append(bytes);
        int key = Arrays.hashCode(bytes);
        Stored stored = shared.get(key);
        if (stored != null && Arrays.equals(stored.bytes, bytes)) return stored.offset;
        long offset = append(bytes);
        shared.put(key, new Stored(bytes, offset));
        if (shared.size() > SHARED) {
            Iterator<Integer> oldest = shared.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return offset;
    }

    private long append(byte[] bytes) throws IOException {
        // NB: TIFF 6.0 wants offsets of values on word boundaries.
        if (file.length() % 2 == 1) file.append(new byte[1]);
        return file.append(bytes);
    }

    /** Writes the directories and the header, and gives the file its name. */
    void finish(Compression compression, Optional<PixelSize> spacing, String text)
            throws IOException {
        long classic = file.length();
        for (int i = 0; i < layout.levels().size(); i++) {
            classic += directory(false, i, compression, spacing, text).size();
        }
        boolean big = classic > bigAbove;
        ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 'I').put((byte) 'I').putShort((short) (big ? 43 : 42));
        if (big) header.putShort((short) 8);
        file.write(0, header.array());
        long link = big ? 8 : 4;
        for (int i = 0; i < layout.levels().size(); i++) {
            long[] places = directory(big, i, compression, spacing, text).appendTo(file);
            TiffDirectory.link(file, big, link, places[0]);
            link = places[1];
        }
        file.finish();
    }

    private TiffDirectory directory(
            boolean big, int i, Compression compression, Optional<PixelSize> spacing, String text) {
        TileIndex level = layout.level(i);
        PixelKind kind = layout.kind();
        boolean jpegColour =
                compression.method() == Compression.Method.JPEG && kind == PixelKind.RGB8;
        int[] bits = new int[kind.samples()];
        int[] format = new int[kind.samples()];
        Arrays.fill(bits, 8 * kind.sampleBytes());
        Arrays.fill(format, 1);
        TiffDirectory d = new TiffDirectory(big);
        d.number(254, i == 0 ? 0 : 1);
        d.number(256, level.width);
        d.number(257, level.height);
        d.shorts(258, bits);
        d.shorts(259, compression.method().tag());
        d.shorts(262, jpegColour ? 6 : kind == PixelKind.RGB8 ? 2 : 1);
        if (i == 0 && !text.isEmpty()) d.text(270, text);
        d.shorts(277, kind.samples());
        double scale = Math.pow(layout.factor(), i);
        spacing.ifPresent(size -> resolution(d, size, scale));
        d.shorts(284, 1);
        d.text(305, "Coverslip");
        d.number(322, layout.tile());
        d.number(323, layout.tile());
        d.offsets(324, level.offsets);
        d.offsets(325, level.counts);
        d.shorts(339, format);
        if (jpegColour) d.shorts(530, 2, 2);
        return d;
    }

    /** Pixels per centimetre, exact for sizes that are a multiple of 0.00001 um. */
    private static void resolution(TiffDirectory d, PixelSize size, double scale) {
        d.rational(282, 1_000_000_000, Math.round(size.x() * scale * 1e5));
        d.rational(283, 1_000_000_000, Math.round(size.y() * scale * 1e5));
        d.shorts(296, 3);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
