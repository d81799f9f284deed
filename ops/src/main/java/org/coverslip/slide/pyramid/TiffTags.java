package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One directory of a TIFF (TIFF 6.0, part 1, section 2). Values are read when they are asked for,
 * in primitive arrays: a slide of 100 000 x 100 000 pixels has 160 000 tile places.
 */
final class TiffTags {

    /** Longest text or table that is taken. */
    private static final int MOST_BYTES = 1 << 24;

    private final TiffFile file;
    private final ByteBuffer entries;
    private final int entryBytes;
    private final boolean big;

    TiffTags(TiffFile file, ByteBuffer entries, int entryBytes, boolean big) {
        this.file = file;
        this.entries = entries;
        this.entryBytes = entryBytes;
        this.big = big;
    }

    boolean has(int tag) {
        return find(tag) >= 0;
    }

    long number(int tag, long otherwise) throws IOException {
        long[] all = numbers(tag);
        return all.length == 0 ? otherwise : all[0];
    }

    /**
     * Whole numbers; empty if the tag is absent or holds none.
     *
     * @throws IOException if it reaches beyond the end of the file
     */
    long[] numbers(int tag) throws IOException {
        int at = find(tag);
        if (at < 0) return new long[0];
        int type = entries.getShort(at + 2) & 0xffff;
        int bytes = bytesOf(type);
        if (bytes == 0 || type == 2 || type == 5 || type == 10 || type > 10 && type < 13) {
            return new long[0];
        }
        ByteBuffer raw = raw(at, bytes, Integer.MAX_VALUE - 16);
        long[] out = new long[raw.remaining() / bytes];
        for (int i = 0; i < out.length; i++) {
            out[i] =
                    switch (bytes) {
                        case 1 -> raw.get(i) & 0xff;
                        case 2 -> raw.getShort(2 * i) & 0xffff;
                        case 4 -> raw.getInt(4 * i) & 0xffffffffL;
                        default -> raw.getLong(8 * i);
                    };
        }
        return out;
    }

    /** A positive fraction; 0 if it is absent, has a zero, or is none. */
    double real(int tag) throws IOException {
        int at = find(tag);
        if (at < 0) return 0;
        int type = entries.getShort(at + 2) & 0xffff;
        ByteBuffer raw = raw(at, Math.max(1, bytesOf(type)), 64);
        double v = 0;
        if (type == 5 && raw.remaining() >= 8) {
            long below = raw.getInt(4) & 0xffffffffL;
            v = below == 0 ? 0 : (raw.getInt(0) & 0xffffffffL) / (double) below;
        } else if (type == 11 && raw.remaining() >= 4) {
            v = raw.getFloat(0);
        } else if (type == 12 && raw.remaining() >= 8) {
            v = raw.getDouble(0);
        }
        return v > 0 && v < Double.POSITIVE_INFINITY ? v : 0;
    }

    /** Text without the closing zero; empty if absent. */
    String text(int tag) throws IOException {
        int at = find(tag);
        if (at < 0) return "";
        ByteBuffer raw = raw(at, 1, MOST_BYTES);
        String text =
                new String(raw.array(), raw.position(), raw.remaining(), StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    /** Bytes as they lie; empty if absent. */
    byte[] bytes(int tag) throws IOException {
        int at = find(tag);
        if (at < 0) return new byte[0];
        return raw(at, 1, MOST_BYTES).array();
    }

    private ByteBuffer raw(int at, int bytes, int most) throws IOException {
        long count = big ? entries.getLong(at + 4) : entries.getInt(at + 4) & 0xffffffffL;
        int tag = entries.getShort(at) & 0xffff;
        // NB: what the file cannot hold is not allocated.
        if (count < 0 || count > most / bytes || count * bytes > file.length()) {
            throw new IOException("tag " + tag + " claims " + count + " values");
        }
        int size = (int) count * bytes;
        byte[] out;
        if (size <= (big ? 8 : 4)) {
            out = new byte[size];
            entries.get(at + (big ? 12 : 8), out);
        } else {
            long place = big ? entries.getLong(at + 12) : entries.getInt(at + 8) & 0xffffffffL;
            out = file.bytes(place, size);
        }
        return ByteBuffer.wrap(out).order(file.order());
    }

    private int find(int tag) {
        for (int at = 0; at < entries.limit(); at += entryBytes) {
            if ((entries.getShort(at) & 0xffff) == tag) return at;
        }
        return -1;
    }

    private static int bytesOf(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 0;
        };
    }
}
