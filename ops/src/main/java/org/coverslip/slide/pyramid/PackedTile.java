package org.coverslip.slide.pyramid;

import com.twelvemonkeys.io.enc.DecoderStream;
import com.twelvemonkeys.io.enc.PackBitsDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.coverslip.slide.cells.PixelType;

/**
 * Decodes tiles without loss: not packed, Deflate, LZW or PackBits, with or without differences.
 */
final class PackedTile {

    static final int NONE = 1;
    static final int LZW = 5;
    static final int DEFLATE = 8;
    static final int OLD_DEFLATE = 32946;
    static final int PACK_BITS = 32773;

    private PackedTile() {}

    /**
     * @param packed the tile's {@code length} bytes
     * @param tile wanted part; its channels are those that lie interleaved in the tile
     * @return array of the page's type, x fastest, then y, then channel
     * @throws IOException if it is broken or holds too little
     */
    static Object decode(byte[] packed, int length, TiledPage page, ByteOrder order, TileSize tile)
            throws IOException {
        PixelType type = page.type();
        int samples = tile.fullWidth() * tile.channels();
        // NB: rows below the level's edge are not needed, and some writers leave them out.
        byte[] raw = unpack(packed, length, page, tile.height() * samples * type.bytes());
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(order);
        if (page.predictor() == 2) add(buffer, type.bytes(), samples, tile);
        int area = tile.width() * tile.height();
        Object out = type.newArray(area * tile.channels());
        for (int c = 0; c < tile.channels(); c++) {
            for (int y = 0; y < tile.height(); y++) {
                int at = c * area + y * tile.width();
                type.copy(buffer, y * samples + c, tile.channels(), out, at, tile.width());
            }
        }
        return out;
    }

    private static byte[] unpack(byte[] packed, int length, TiledPage page, int size)
            throws IOException {
        byte[] out = new byte[size];
        int n =
                switch (page.compression()) {
                    case NONE -> {
                        int there = Math.min(size, length);
                        System.arraycopy(packed, 0, out, 0, there);
                        yield there;
                    }
                    case LZW -> Lzw.unpack(packed, length, out);
                    case PACK_BITS -> packBits(packed, length, out);
                    default -> inflate(packed, length, out);
                };
        if (n < size) throw new IOException("it holds " + n + " of " + size + " bytes");
        return out;
    }

    private static int inflate(byte[] packed, int length, byte[] out) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed, 0, length);
            int n = 0;
            while (n < out.length) {
                int more = inflater.inflate(out, n, out.length - n);
                if (more == 0) break;
                n += more;
            }
            return n;
        } catch (DataFormatException e) {
            throw new IOException("its Deflate stream is damaged", e);
        } finally {
            inflater.end();
        }
    }

    private static int packBits(byte[] packed, int length, byte[] out) throws IOException {
        try (var in =
                new DecoderStream(
                        new ByteArrayInputStream(packed, 0, length), new PackBitsDecoder())) {
            return in.readNBytes(out, 0, out.length);
        }
    }

    /** Sums up the differences along each row (TIFF 6.0, part 2, section 14). */
    private static void add(ByteBuffer raw, int bytes, int samples, TileSize tile) {
        int step = tile.channels();
        for (int y = 0; y < tile.height(); y++) {
            int row = y * samples;
            for (int i = row + step; i < row + samples; i++) {
                int before = i - step;
                switch (bytes) {
                    case 1 -> raw.put(i, (byte) (raw.get(i) + raw.get(before)));
                    case 2 ->
                            raw.putShort(
                                    2 * i,
                                    (short) (raw.getShort(2 * i) + raw.getShort(2 * before)));
                    case 4 -> raw.putInt(4 * i, raw.getInt(4 * i) + raw.getInt(4 * before));
                    default -> raw.putLong(8 * i, raw.getLong(8 * i) + raw.getLong(8 * before));
                }
            }
        }
    }
}
