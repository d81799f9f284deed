package org.coverslip.slide.pyramid;

import java.io.IOException;

/**
 * A Huffman table of a JPEG (ITU-T T.81, annex C and F.2.2.3), with a look-up that resolves most
 * codes and the value behind them in one step.
 */
final class Huffman {

    /** Bits that one look-up sees. */
    static final int SEEN = 10;

    /** The run of an end-of-block: beyond every block. */
    static final int END = 64;

    private static final int LONGEST = 16;

    // NB: value in the high half, run in bits 8 to 14, bits used in the low byte; 0: look further.
    private final int[] whole = new int[1 << SEEN];
    // Length of the code in the high byte, symbol in the low one; 0: a longer code.
    private final short[] codes = new short[1 << SEEN];
    private final int[] limit = new int[LONGEST + 2];
    private final int[] first = new int[LONGEST + 1];
    private final byte[] symbols;

    /**
     * @param counts how many codes there are of 1, 2, ... 16 bits
     * @param symbols what they stand for: run of zeros in the high half, bits of the value in the
     *     low half
     * @throws IOException if the codes are more than fit
     */
    Huffman(int[] counts, byte[] symbols) throws IOException {
        this.symbols = symbols;
        int code = 0;
        int k = 0;
        for (int length = 1; length <= LONGEST; length++) {
            first[length] = k - code;
            int last = code + counts[length - 1];
            if (last > 1 << length) throw new IOException("its Huffman table is impossible");
            if (length <= SEEN) {
                for (int c = code; c < last; c++, k++) enter(c, length, symbols[k]);
            } else {
                k += counts[length - 1];
            }
            // NB: left-aligned, so that 16 bits of the stream compare with it at once.
            limit[length] = last << (LONGEST - length);
            code = last << 1;
        }
        limit[LONGEST + 1] = Integer.MAX_VALUE;
    }

    /**
     * @param bits the stream, next bit highest
     * @return value, run and bits used, packed; 0 if {@link #symbol} must be asked
     */
    int whole(long bits) {
        return whole[(int) (bits >>> (Long.SIZE - SEEN))];
    }

    /**
     * @return length of the code in bits 8 and up, symbol in the low byte
     * @throws IOException if no code begins so
     */
    int symbol(long bits) throws IOException {
        int known = codes[(int) (bits >>> (Long.SIZE - SEEN))];
        if (known != 0) return known & 0xffff;
        int next = (int) (bits >>> (Long.SIZE - LONGEST));
        int length = SEEN + 1;
        while (next >= limit[length]) length++;
        if (length > LONGEST) throw new IOException("it holds a code that its table lacks");
        int at = first[length] + (next >>> (LONGEST - length));
        if (at < 0 || at >= symbols.length) throw new IOException("its Huffman table is cut");
        return length << 8 | symbols[at] & 0xff;
    }

    /** The value whose {@code size} bits stand highest in {@code bits}; size 1 to 15. */
    static int value(long bits, int size) {
        int raw = (int) (bits >>> (Long.SIZE - size));
        // NB: F.2.2.1: a leading 0 means a negative value.
        return raw < 1 << (size - 1) ? raw - (1 << size) + 1 : raw;
    }

    private void enter(int code, int length, byte symbol) {
        int spare = SEEN - length;
        int from = code << spare;
        int size = symbol & 0xf;
        int run = (symbol & 0xff) >> 4;
        for (int i = from; i < from + (1 << spare); i++) {
            codes[i] = (short) (length << 8 | symbol & 0xff);
            if (size == 0) {
                whole[i] = (run == 15 ? 15 : END) << 8 | length;
            } else if (size <= spare) {
                long bits = (long) i << (Long.SIZE - SEEN) << length;
                whole[i] = value(bits, size) << 16 | run << 8 | length + size;
            }
        }
    }
}
