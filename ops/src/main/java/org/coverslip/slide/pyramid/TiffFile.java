package org.coverslip.slide.pyramid;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The directories of a TIFF or BigTIFF file and its bytes, read by position: any number of threads
 * may read at the same time.
 */
final class TiffFile implements Closeable {

    /** A file with more pages than this is not believed. */
    private static final int MOST_PAGES = 65_536;

    private final Path path;
    private final ByteOrder order;
    private final boolean big;
    private final long length;
    private final long first;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private TiffFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        length = channel.size();
        ByteBuffer head = ByteBuffer.wrap(bytes(0, (int) Math.min(16, length)));
        if (length < 8) throw new EOFException("it has " + length + " bytes");
        order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        head.order(order);
        big = head.getShort(2) == 43;
        if (big && length < 16) throw new EOFException("it has " + length + " bytes");
        first = big ? head.getLong(8) : head.getInt(4) & 0xffffffffL;
    }

    static TiffFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new TiffFile(path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    long length() {
        return length;
    }

    ByteOrder order() {
        return order;
    }

    /** The first directory alone. */
    TiffTags firstDirectory() throws IOException {
        return directory(first, new long[1]);
    }

    /**
     * The directories of the main chain, in their order.
     *
     * @throws IOException if the chain is broken or goes round in a circle
     */
    List<TiffTags> directories() throws IOException {
        List<TiffTags> all = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long[] next = {first};
        while (next[0] != 0) {
            if (!seen.add(next[0]) || all.size() == MOST_PAGES) {
                throw new IOException("its directories go round in a circle");
            }
            all.add(directory(next[0], next));
        }
        return all;
    }

    /** The directories at given places, as the tag SubIFDs lists them. */
    List<TiffTags> directories(long[] places) throws IOException {
        List<TiffTags> all = new ArrayList<>();
        for (long at : places) all.add(directory(at, new long[1]));
        return all;
    }

    /**
     * @throws EOFException if the file ends before
     */
    byte[] bytes(long at, int n) throws IOException {
        if (at < 0 || n < 0 || at > length - n) {
            throw new EOFException("it ends before byte " + (at + n));
        }
        byte[] out = new byte[n];
        read(at, out, n);
        return out;
    }

    /** Reads {@code n} bytes into the beginning of {@code into}. */
    void read(long at, byte[] into, int n) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, n);
        while (buffer.hasRemaining()) {
            FileChannel open = channel();
            try {
                if (open.read(buffer, at + buffer.position()) < 0) {
                    throw new EOFException("it ends before byte " + (at + n));
                }
            } catch (ClosedByInterruptException e) {
                // NB: interrupting one reading thread closes the channel for all; the others go on
                // with a new one.
                throw e;
            } catch (java.nio.channels.ClosedChannelException e) {
                if (closed || Thread.currentThread().isInterrupted()) throw e;
            }
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open.isOpen()) return open;
        synchronized (this) {
            if (closed) throw new java.nio.channels.ClosedChannelException();
            if (!channel.isOpen()) channel = FileChannel.open(path, StandardOpenOption.READ);
            return channel;
        }
    }

    private TiffTags directory(long at, long[] next) throws IOException {
        int countBytes = big ? 8 : 2;
        int entryBytes = big ? 20 : 12;
        ByteBuffer count = ByteBuffer.wrap(bytes(at, countBytes)).order(order);
        long n = big ? count.getLong() : count.getShort() & 0xffff;
        if (n < 1 || n > 4096) throw new IOException("a directory has " + n + " entries");
        int size = (int) n * entryBytes;
        ByteBuffer entries = ByteBuffer.wrap(bytes(at + countBytes, size)).order(order);
        long end = at + countBytes + size;
        int link = big ? 8 : 4;
        next[0] = 0;
        // NB: some writers leave the link out behind the last directory.
        if (end <= length - link) {
            ByteBuffer b = ByteBuffer.wrap(bytes(end, link)).order(order);
            next[0] = big ? b.getLong() : b.getInt() & 0xffffffffL;
        }
        return new TiffTags(this, entries, entryBytes, big);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        synchronized (this) {
            channel.close();
        }
    }
}
