package org.coverslip.slide.bioformats;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a TIFF or BigTIFF is as long as its pages say (TIFF 6.0 section 2, BigTIFF; SubIFDs as in
 * TIFF Tech Note 1). Vendor formats built on TIFF (SVS, NDPI, SCN, OME-TIFF) are covered.
 */
// NB: Bio-Formats 8.0.0 reads zeros where the file has ended, and passes over pages that are gone:
// half of an OME-TIFF opens as a shorter series whose last plane is partly black.
final class TiffExtent {

    private static final int SUB_PAGES = 330;
    private static final int[][] OFFSETS_AND_COUNTS = {{273, 279}, {324, 325}};
    private static final int MOST_PAGES = 1_000_000;
    private static final long CLASSIC_LIMIT = 1L << 32;

    private final FileChannel channel;
    private final long length;
    private final ByteOrder order;
    private final boolean big;
    private final Deque<Long> pages = new ArrayDeque<>();

    private TiffExtent(FileChannel channel, ByteOrder order, boolean big) throws IOException {
        this.channel = channel;
        this.length = channel.size();
        this.order = order;
        this.big = big;
    }

    /**
     * @return what lies beyond the end of the file, for a message; empty if nothing does, or the
     *     file is no TIFF
     */
    static Optional<String> missing(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < 8) return Optional.empty();
            ByteBuffer head = ByteBuffer.allocate(8);
            while (head.hasRemaining() && channel.read(head, head.position()) >= 0) continue;
            boolean little = head.get(0) == 'I' && head.get(1) == 'I';
            boolean bigEndian = head.get(0) == 'M' && head.get(1) == 'M';
            ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            int magic = head.order(order).getShort(2);
            if (!little && !bigEndian || magic != 42 && magic != 43) return Optional.empty();
            // NB: NDPI keeps to 32 bit offsets beyond 4 GB and counts on readers to guess the rest.
            if (magic == 42 && channel.size() > CLASSIC_LIMIT) return Optional.empty();
            return new TiffExtent(channel, order, magic == 43).walk();
        }
    }

    private Optional<String> walk() throws IOException {
        Set<Long> seen = new HashSet<>();
        int number = 0;
        try {
            long next = word(big ? 8 : 4);
            while (next != 0 || !pages.isEmpty()) {
                boolean sub = next == 0;
                long at = sub ? pages.pop() : next;
                boolean fresh = seen.add(at);
                if (!fresh || number >= MOST_PAGES) {
                    next = 0;
                    continue;
                }
                number++;
                long after = page(at);
                next = sub ? 0 : after;
            }
        } catch (EOFException e) {
            return Optional.of("page " + Math.max(1, number) + " lies beyond its end");
        }
        return Optional.empty();
    }

    /** Checks one page; the position of the next, 0 if it is the last. */
    private long page(long at) throws IOException {
        int head = big ? 8 : 2;
        int size = big ? 20 : 12;
        ByteBuffer start = read(at, head);
        long n = big ? start.getLong(0) : start.getShort(0) & 0xffff;
        if (n < 0 || n > length / size) throw new EOFException();
        ByteBuffer entries = read(at + head, n * size);
        Map<Integer, long[]> values = new HashMap<>();
        for (int i = 0; i < n; i++) {
            int tag = entries.getShort(i * size) & 0xffff;
            if (tag != SUB_PAGES && !isExtent(tag)) continue;
            values.put(tag, values(entries, i * size, at + head + (long) i * size));
        }
        for (int[] pair : OFFSETS_AND_COUNTS) {
            check(values.get(pair[0]), values.get(pair[1]));
        }
        for (long sub : values.getOrDefault(SUB_PAGES, new long[0])) pages.push(sub);
        return word(at + head + n * size);
    }

    private static boolean isExtent(int tag) {
        for (int[] pair : OFFSETS_AND_COUNTS) {
            if (tag == pair[0] || tag == pair[1]) return true;
        }
        return false;
    }

    private void check(long[] offsets, long[] counts) throws EOFException {
        if (offsets == null || counts == null) return;
        for (int i = 0; i < Math.min(offsets.length, counts.length); i++) {
            long end = offsets[i] + counts[i];
            if (end > length || end < offsets[i]) throw new EOFException();
        }
    }

    /** The whole numbers of an entry: SHORT, LONG, LONG8 and the pointers IFD and IFD8. */
    private long[] values(ByteBuffer entries, int entry, long position) throws IOException {
        int type = entries.getShort(entry + 2);
        int bytes =
                switch (type) {
                    case 3 -> 2;
                    case 4, 13 -> 4;
                    case 16, 18 -> 8;
                    default -> 0;
                };
        long n = big ? entries.getLong(entry + 4) : entries.getInt(entry + 4) & 0xffffffffL;
        if (bytes == 0) return new long[0];
        if (n < 0 || n > length / bytes) throw new EOFException();
        int inline = big ? 8 : 4;
        long at = position + (big ? 12 : 8);
        if (n * bytes > inline) at = word(at);
        ByteBuffer raw = read(at, n * bytes);
        long[] values = new long[(int) n];
        for (int i = 0; i < n; i++) {
            values[i] =
                    switch (bytes) {
                        case 2 -> raw.getShort(2 * i) & 0xffff;
                        case 4 -> raw.getInt(4 * i) & 0xffffffffL;
                        default -> raw.getLong(8 * i);
                    };
        }
        return values;
    }

    private long word(long at) throws IOException {
        ByteBuffer raw = read(at, big ? 8 : 4);
        return big ? raw.getLong(0) : raw.getInt(0) & 0xffffffffL;
    }

    private ByteBuffer read(long at, long n) throws IOException {
        if (at < 0 || at + n > length || n > Integer.MAX_VALUE) throw new EOFException();
        ByteBuffer raw = ByteBuffer.allocate((int) n).order(order);
        while (raw.hasRemaining()) {
            if (channel.read(raw, at + raw.position()) < 0) throw new EOFException();
        }
        return raw;
    }
}
