package org.coverslip.slide.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tags of one TIFF page, little endian, in the classic form (TIFF 6.0) or as BigTIFF
 * (https://www.awaresystems.be/imaging/tiff/bigtiff.html).
 */
final class TiffDirectory {

    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int LONG8 = 16;

    private record Entry(int type, long count, byte[] value) {}

    private final boolean big;
    private final Map<Integer, Entry> entries = new TreeMap<>();

    TiffDirectory(boolean big) {
        this.big = big;
    }

    void shorts(int tag, int... values) {
        ByteBuffer b = buffer(2 * values.length);
        for (int v : values) b.putShort((short) v);
        entries.put(tag, new Entry(SHORT, values.length, b.array()));
    }

    void number(int tag, long value) {
        entries.put(tag, new Entry(LONG, 1, buffer(4).putInt((int) value).array()));
    }

    /** Offsets or byte counts: as wide as the file needs. */
    void offsets(int tag, long[] values) {
        ByteBuffer b = buffer(values.length * (big ? 8 : 4));
        for (long v : values) {
            if (big) b.putLong(v);
            else b.putInt((int) v);
        }
        entries.put(tag, new Entry(big ? LONG8 : LONG, values.length, b.array()));
    }

    void rational(int tag, long numerator, long denominator) {
        byte[] value = buffer(8).putInt((int) numerator).putInt((int) denominator).array();
        entries.put(tag, new Entry(RATIONAL, 1, value));
    }

    void text(int tag, String text) {
        byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        entries.put(tag, new Entry(ASCII, value.length, value));
    }

    /** Bytes this directory takes, with the values that stand outside it and padding. */
    long size() {
        long size = header();
        for (Entry e : entries.values()) {
            if (e.value.length > inline()) size += e.value.length + 8;
        }
        return size + 8;
    }

    /**
     * Appends this directory.
     *
     * @return where it stands, and where in the file the link to the next one has its place
     */
    long[] appendTo(PartFile file) throws IOException {
        ByteBuffer b = buffer(header());
        if (big) b.putLong(entries.size());
        else b.putShort((short) entries.size());
        for (Map.Entry<Integer, Entry> tag : entries.entrySet()) {
            Entry e = tag.getValue();
            b.putShort((short) (int) tag.getKey()).putShort((short) e.type);
            offset(b, e.count);
            if (e.value.length > inline()) {
                align(file);
                offset(b, file.append(e.value));
            } else {
                b.put(e.value).put(new byte[inline() - e.value.length]);
            }
        }
        align(file);
        long at = file.append(b.array());
        return new long[] {at, at + b.position()};
    }

    /** Writes the link from one directory, or from the file's header, to another. */
    static void link(PartFile file, boolean big, long from, long to) throws IOException {
        ByteBuffer b = buffer(big ? 8 : 4);
        if (big) b.putLong(to);
        else b.putInt((int) to);
        file.write(from, b.array());
    }

    private void offset(ByteBuffer b, long value) {
        if (big) b.putLong(value);
        else b.putInt((int) value);
    }

    private int inline() {
        return big ? 8 : 4;
    }

    private int header() {
        return big ? 8 + 20 * entries.size() + 8 : 2 + 12 * entries.size() + 4;
    }

    private static void align(PartFile file) throws IOException {
        int odd = (int) (file.length() % 8);
        if (odd > 0) file.append(new byte[8 - odd]);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
