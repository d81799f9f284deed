package org.coverslip.slide.pyramid;

import java.io.IOException;

/** Unpacks TIFF's LZW (TIFF 6.0, part 2, section 13). */
// NB: TwelveMonkeys' decoder is not public and works from streams.
final class Lzw {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int TABLE = 4096;

    private Lzw() {}

    /**
     * Fills {@code out}, or as much of it as there is.
     *
     * @return bytes written
     * @throws IOException if the stream is broken
     */
    static int unpack(byte[] in, int length, byte[] out) throws IOException {
        // NB: before Adobe settled it, some wrote the lowest bit first; they begin with 0x00 0x01.
        if (length > 1 && in[0] == 0 && (in[1] & 1) == 1) {
            throw new IOException("its LZW has the bit order of before TIFF 6.0");
        }
        // NB: a string is where it was last written to the output, and one byte more.
        int[] from = new int[TABLE];
        int[] size = new int[TABLE];
        int next = END + 1;
        int bits = 9;
        int written = 0;
        int previous = -1;
        int previousSize = 0;
        long position = 0;
        long end = 8L * length;
        while (written < out.length && position + bits <= end) {
            int code = code(in, length, position, bits);
            position += bits;
            if (code == END) break;
            if (code == CLEAR) {
                next = END + 1;
                bits = 9;
                previous = -1;
                continue;
            }
            int start = written;
            if (code < CLEAR) {
                out[written++] = (byte) code;
            } else if (previous >= 0 && code < next) {
                int n = Math.min(size[code], out.length - written);
                for (int i = 0; i < n; i++) out[written + i] = out[from[code] + i];
                written += n;
            } else if (previous >= 0 && code == next) {
                int n = Math.min(previousSize + 1, out.length - written);
                for (int i = 0; i < n; i++) out[written + i] = out[previous + i];
                written += n;
            } else {
                throw new IOException("its LZW is damaged");
            }
            if (previous >= 0 && next < TABLE) {
                from[next] = previous;
                size[next++] = previousSize + 1;
            }
            if (next >= (1 << bits) - 1 && bits < 12) bits++;
            previous = start;
            previousSize = written - start;
        }
        return written;
    }

    private static int code(byte[] in, int length, long position, int bits) {
        int at = (int) (position >>> 3);
        int word = (in[at] & 0xff) << 16;
        if (at + 1 < length) word |= (in[at + 1] & 0xff) << 8;
        if (at + 2 < length) word |= in[at + 2] & 0xff;
        return word >>> 24 - bits - (int) (position & 7) & (1 << bits) - 1;
    }
}
