package org.coverslip.train.prepare;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.coverslip.RefusedException;

/**
 * Pictures at the network's size in one scratch file, so that a data set larger than memory is
 * decoded once and read again in every epoch; what fits stays in the system's file cache. Whole
 * numbers from 0 to 255 take a byte each, others four. Safe for several threads. Deleted on close.
 */
public final class PixelStore implements AutoCloseable {

    private final Path file;
    // NB: no channel: an interrupt, which means cancel, would close it for all threads.
    private final RandomAccessFile store;
    private final int values;
    private final long[] places;
    private final boolean[] wide;
    private long end;

    private PixelStore(Path file, int pictures, int values) throws IOException {
        this.file = file;
        this.values = values;
        places = new long[pictures];
        Arrays.fill(places, -1);
        wide = new boolean[pictures];
        Files.createDirectories(file.toAbsolutePath().getParent());
        store = new RandomAccessFile(file.toFile(), "rw");
        store.setLength(0);
    }

    /**
     * @param pictures that there will be at most
     * @param values of each picture: height * width * channels
     * @throws RefusedException if the file cannot be made
     */
    public static PixelStore create(Path file, int pictures, int values) {
        try {
            return new PixelStore(file, pictures, values);
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "it cannot be written (" + e.getMessage() + ")",
                    "choose another output",
                    e);
        }
    }

    /** Values of a picture. */
    public int values() {
        return values;
    }

    /**
     * Keeps a picture.
     *
     * @throws RefusedException if the disk is full
     */
    public void put(int index, float[] pixels) {
        if (pixels.length != values) {
            throw new IllegalArgumentException(pixels.length + " values, not " + values);
        }
        boolean floats = !areBytes(pixels);
        ByteBuffer bytes = ByteBuffer.allocate(floats ? values * 4 : values);
        if (floats) bytes.asFloatBuffer().put(pixels);
        else for (float v : pixels) bytes.put((byte) v);
        bytes.rewind();
        long place = reserve(bytes.remaining());
        try {
            synchronized (store) {
                store.seek(place);
                store.write(bytes.array());
            }
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "there is no room for the prepared pictures (" + e.getMessage() + ")",
                    "free space or choose another output",
                    e);
        }
        synchronized (this) {
            wide[index] = floats;
            places[index] = place;
        }
    }

    private synchronized long reserve(int length) {
        long place = end;
        end += length;
        return place;
    }

    // NB: by value and not by type: (byte) 200f is -56, and & 0xff brings it back.
    private static boolean areBytes(float[] pixels) {
        for (float v : pixels) if (v != (int) v || v < 0 || v > 255) return false;
        return true;
    }

    /** A picture that was kept, in a new array. */
    public float[] get(int index) {
        boolean floats;
        long place;
        synchronized (this) {
            floats = wide[index];
            place = places[index];
        }
        if (place < 0) throw new IllegalStateException("picture " + index + " was never kept");
        ByteBuffer bytes = ByteBuffer.allocate(floats ? values * 4 : values);
        try {
            synchronized (store) {
                store.seek(place);
                store.readFully(bytes.array());
            }
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "the prepared pictures cannot be read back ("
                            + (e instanceof EOFException ? "it ends early" : e.getMessage())
                            + ")",
                    "run it again",
                    e);
        }
        float[] pixels = new float[values];
        bytes.rewind();
        if (floats) bytes.asFloatBuffer().get(pixels);
        else {
            byte[] raw = bytes.array();
            for (int i = 0; i < values; i++) pixels[i] = raw[i] & 0xff;
        }
        return pixels;
    }

    @Override
    public void close() {
        try {
            store.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // NB: it was scratch; the next run makes its own.
            return;
        }
    }
}
