package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.util.Arrays;

/**
 * The quantisation and Huffman tables that stand before a JPEG's picture: those in the TIFF tag
 * JPEGTables, which all tiles of a page share, or those of the tile itself.
 */
final class JpegTables {

    /** Index in the block, row by row, of the k-th coefficient of the stream (T.81, figure A.6). */
    static final int[] NATURAL = natural();

    final int[][] quantisation;
    final Huffman[] dc;
    final Huffman[] ac;

    private final byte[] segments;

    private JpegTables(int[][] quantisation, Huffman[] dc, Huffman[] ac, byte[] segments) {
        this.quantisation = quantisation;
        this.segments = segments;
        this.dc = dc;
        this.ac = ac;
    }

    static JpegTables none() {
        return new JpegTables(new int[4][], new Huffman[4], new Huffman[4], new byte[0]);
    }

    /**
     * @param stream the content of the tag: a JPEG without picture
     * @throws IOException if it is broken
     */
    static JpegTables of(byte[] stream) throws IOException {
        if (stream.length < 4) throw new IOException("its JPEG tables are cut");
        byte[] body = Arrays.copyOfRange(stream, 2, stream.length - 2);
        JpegTables tables = new JpegTables(new int[4][], new Huffman[4], new Huffman[4], body);
        for (int at = 2; at + 4 <= stream.length; ) {
            int marker = stream[at + 1] & 0xff;
            if ((stream[at] & 0xff) != 0xff) throw new IOException("its JPEG tables are damaged");
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker == 0xd9) break;
            int length = (stream[at + 2] & 0xff) << 8 | stream[at + 3] & 0xff;
            if (length < 2 || at + 2 + length > stream.length) {
                throw new IOException("its JPEG tables are cut");
            }
            tables = tables.with(marker, stream, at + 4, at + 2 + length);
            at += 2 + length;
        }
        return tables;
    }

    /** These tables and those of a DQT or DHT segment; these for any other segment. */
    JpegTables with(int marker, byte[] in, int from, int to) throws IOException {
        if (marker != 0xdb && marker != 0xc4) return this;
        JpegTables changed = new JpegTables(quantisation.clone(), dc.clone(), ac.clone(), segments);
        if (marker == 0xdb) changed.quantise(in, from, to);
        else changed.huffman(in, from, to);
        return changed;
    }

    /** The shared tables as they stood in the file, without start and end marker. */
    byte[] segments() {
        return segments;
    }

    private void quantise(byte[] in, int from, int to) throws IOException {
        for (int at = from; at < to; ) {
            int wide = (in[at] & 0xff) >> 4;
            int id = in[at] & 0xf;
            if (wide > 1 || id > 3 || at + 1 + 64 * (wide + 1) > to) throw broken();
            int[] table = new int[64];
            at++;
            for (int k = 0; k < 64; k++) {
                table[k] = in[at++] & 0xff;
                if (wide == 1) table[k] = table[k] << 8 | in[at++] & 0xff;
            }
            quantisation[id] = table;
        }
    }

    private void huffman(byte[] in, int from, int to) throws IOException {
        for (int at = from; at < to; ) {
            if (at + 17 > to) throw broken();
            int kind = (in[at] & 0xff) >> 4;
            int id = in[at] & 0xf;
            int[] counts = new int[16];
            int all = 0;
            for (int i = 0; i < 16; i++) all += counts[i] = in[at + 1 + i] & 0xff;
            at += 17;
            if (kind > 1 || id > 3 || all > 256 || at + all > to) throw broken();
            byte[] symbols = new byte[all];
            System.arraycopy(in, at, symbols, 0, all);
            (kind == 0 ? dc : ac)[id] = new Huffman(counts, symbols);
            at += all;
        }
    }

    private static IOException broken() {
        return new IOException("its JPEG tables are damaged");
    }

    private static int[] natural() {
        int[] order = new int[64];
        int k = 0;
        for (int d = 0; d < 15; d++) {
            for (int i = Math.max(0, d - 7); i <= Math.min(d, 7); i++) {
                int row = d % 2 == 0 ? d - i : i;
                order[k++] = 8 * row + d - row;
            }
        }
        return order;
    }
}
