package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The entropy-coded bits of a scan, freed of stuffed zeros and restart markers beforehand, so that
 * reading them is a shift of one long. Reused from tile to tile; not for several threads.
 */
final class JpegBits {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int PADDING = 16;
    private static final int REFILL = 32;
    private static final int FULL = 57;

    private byte[] bytes = new byte[1 << 16];
    private int end;
    private int[] restarts = new int[16];
    private int restartCount;
    private int position;

    /** What the last block holds other than its mean: see {@link InverseDct#transform}. */
    int columns;

    boolean flat;
    boolean right;
    boolean lower;

    /** Takes a scan, up to the next marker that is no restart. */
    void load(byte[] in, int from, int to) {
        if (bytes.length < to - from + PADDING) bytes = new byte[to - from + PADDING];
        restartCount = 0;
        position = 0;
        int n = 0;
        int at = from;
        while (at < to) {
            byte b = in[at++];
            if (b != -1) {
                bytes[n++] = b;
                continue;
            }
            int next = at < to ? in[at++] & 0xff : 0xd9;
            if (next == 0) {
                bytes[n++] = -1;
            } else if (next >= 0xd0 && next <= 0xd7) {
                if (restartCount == restarts.length) {
                    restarts = Arrays.copyOf(restarts, 2 * restartCount);
                }
                restarts[restartCount++] = n;
            } else if (next == 0xff) {
                at--;
            } else {
                break;
            }
        }
        Arrays.fill(bytes, n, n + PADDING, (byte) 0);
        end = 8 * n;
    }

    /**
     * Moves behind the restart marker of this index.
     *
     * @throws IOException if there is none
     */
    void restart(int index) throws IOException {
        if (index >= restartCount) throw new IOException("a restart marker is missing");
        position = 8 * restarts[index];
    }

    /**
     * Reads one block.
     *
     * @param block all zero; the coefficients times their quantisation
     * @return difference of the mean to that of the block before
     * @throws IOException if the code is broken or ends too early
     */
    int read(int[] block, Huffman dc, Huffman ac, int[] quantisation) throws IOException {
        byte[] stream = bytes;
        int pos = position;
        if (pos >= end) throw new IOException("its picture ends too early");
        long bits = (long) LONGS.get(stream, pos >>> 3) << (pos & 7);
        int symbol = dc.symbol(bits);
        int size = symbol & 0xff;
        int used = symbol >> 8;
        if (size > 15) throw new IOException("it holds an impossible value");
        int difference = size == 0 ? 0 : Huffman.value(bits << used, size);
        pos += used + size;
        bits = (long) LONGS.get(stream, pos >>> 3) << (pos & 7);
        int left = FULL;
        int seen = 0;
        int top = 0;
        int k = 1;
        while (k < 64) {
            int entry = ac.whole(bits);
            if (entry == 0) {
                symbol = ac.symbol(bits);
                used = symbol >> 8;
                size = symbol & 0xf;
                int run = (symbol & 0xff) >> 4;
                int value = 0;
                if (size == 0) run = run == 15 ? 15 : Huffman.END;
                else value = Huffman.value(bits << used, size);
                entry = value << 16 | run << 8 | used + size;
            }
            used = entry & 0xff;
            bits <<= used;
            pos += used;
            left -= used;
            k += entry >> 8 & 0x7f;
            if (k > 63) {
                if ((entry >> 8 & 0x7f) != Huffman.END) throw new IOException("a block overflows");
                break;
            }
            int at = JpegTables.NATURAL[k];
            block[at] = (entry >> 16) * quantisation[k++];
            // NB: 1 for all but row 0, without a branch.
            seen |= (7 - at >>> 31) << (at & 7);
            top |= at;
            if (left < REFILL) {
                // NB: a stream that goes on beyond its end meets zeros; it is found out there.
                if (pos > end) throw new IOException("its picture ends too early");
                bits = (long) LONGS.get(stream, pos >>> 3) << (pos & 7);
                left = FULL;
            }
        }
        if (pos > end) throw new IOException("its picture ends too early");
        position = pos;
        flat = top == 0;
        lower = (top & 0x20) != 0;
        right = (top & 0x04) != 0;
        columns = seen;
        return difference;
    }
}
