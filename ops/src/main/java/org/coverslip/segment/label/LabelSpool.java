package org.coverslip.segment.label;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.coverslip.RefusedException;
import org.coverslip.segment.objects.LabelPlane;
import org.coverslip.slide.write.PixelKind;
import org.coverslip.slide.write.PixelSource;

/**
 * A label image of any size: square pieces, packed, in a temporary file, of which the memory holds
 * those last used. 0 until written. Safe for several threads; deleted on close.
 */
public final class LabelSpool implements LabelPlane, AutoCloseable {

    private static final int SIDE = 256;

    private final int width;
    private final int height;
    private final int across;
    private final Path path;
    private final RandomAccessFile file;
    private final long[] place;
    private final int[] length;
    private final Map<Integer, Piece> recent = new LinkedHashMap<>(64, 0.75f, true);
    private final int capacity;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final Inflater inflater = new Inflater();
    private final byte[] packed = new byte[SIDE * SIDE * 5];
    private final byte[] plain = new byte[SIDE * SIDE * 4];
    private long end;

    private static final class Piece {
        final int[] values = new int[SIDE * SIDE];
        boolean changed;
    }

    /**
     * @param path of the temporary file; replaced if it is there
     * @throws RefusedException if it cannot be written
     */
    public LabelSpool(int width, int height, Path path) {
        this.width = width;
        this.height = height;
        this.path = path;
        across = (width + SIDE - 1) / SIDE;
        int down = (height + SIDE - 1) / SIDE;
        place = new long[Math.multiplyExact(across, down)];
        length = new int[place.length];
        // NB: two rows of pieces, so that a row of tiles packs each piece once; 256 kB each.
        capacity = Math.min(place.length, Math.max(64, Math.min(2 * across + 8, 512)));
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.deleteIfExists(path);
            file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            throw full(e);
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    /** Does something with the part of a row that lies in one piece. */
    private interface Run {
        void on(Piece piece, int at, int from, int n);
    }

    private synchronized void each(int x, int y, int w, int h, boolean write, Run run) {
        if (x < 0 || y < 0 || x + w > width || y + h > height) {
            throw new IndexOutOfBoundsException(w + " x " + h + " at " + x + ", " + y);
        }
        for (int ty = y / SIDE; ty * SIDE < y + h; ty++) {
            for (int tx = x / SIDE; tx * SIDE < x + w; tx++) {
                Piece piece = piece(ty * across + tx);
                piece.changed |= write;
                int x0 = Math.max(x, tx * SIDE);
                int n = Math.min(x + w, (tx + 1) * SIDE) - x0;
                int y1 = Math.min(y + h, (ty + 1) * SIDE);
                for (int j = Math.max(y, ty * SIDE); j < y1; j++) {
                    run.on(piece, (j - ty * SIDE) * SIDE + x0 - tx * SIDE, (j - y) * w + x0 - x, n);
                }
            }
        }
    }

    @Override
    public void write(int x, int y, int w, int h, int[] values) {
        each(x, y, w, h, true, (p, at, from, n) -> System.arraycopy(values, from, p.values, at, n));
    }

    @Override
    public void read(int x, int y, int w, int h, int[] out) {
        each(x, y, w, h, false, (p, at, from, n) -> System.arraycopy(p.values, at, out, from, n));
    }

    private Piece piece(int index) {
        Piece found = recent.get(index);
        if (found != null) return found;
        if (recent.size() >= capacity) {
            Map.Entry<Integer, Piece> oldest = recent.entrySet().iterator().next();
            if (oldest.getValue().changed) store(oldest.getKey(), oldest.getValue());
            recent.remove(oldest.getKey());
        }
        Piece piece = new Piece();
        if (length[index] > 0) load(index, piece);
        recent.put(index, piece);
        return piece;
    }

    private void store(int index, Piece piece) {
        ByteBuffer.wrap(plain).asIntBuffer().put(piece.values);
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        int n = deflater.deflate(packed);
        try {
            // NB: a piece that grew gets a new place; the old one stays empty until the end.
            if (n > length[index]) {
                place[index] = end;
                end += n;
            }
            length[index] = n;
            file.seek(place[index]);
            file.write(packed, 0, n);
        } catch (IOException e) {
            throw full(e);
        }
    }

    private void load(int index, Piece piece) {
        try {
            file.seek(place[index]);
            file.readFully(packed, 0, length[index]);
            inflater.reset();
            inflater.setInput(packed, 0, length[index]);
            inflater.inflate(plain);
        } catch (IOException e) {
            throw full(e);
        } catch (DataFormatException e) {
            throw new UncheckedIOException(new IOException(path + " was changed", e));
        }
        ByteBuffer.wrap(plain).asIntBuffer().get(piece.values);
    }

    private RefusedException full(IOException e) {
        return new RefusedException(
                path,
                "labels cannot be kept there while they are made (" + e.getMessage() + ")",
                "free space or choose another output",
                e);
    }

    /** What a TIFF is written from. */
    PixelSource source(PixelKind kind) {
        return new PixelSource() {
            private final ThreadLocal<int[]> buffer = ThreadLocal.withInitial(() -> new int[0]);

            @Override
            public int width() {
                return width;
            }

            @Override
            public int height() {
                return height;
            }

            @Override
            public PixelKind kind() {
                return kind;
            }

            @Override
            public void read(int x, int y, int w, int h, byte[] out) {
                int[] values = buffer.get();
                if (values.length < w * h) buffer.set(values = new int[w * h]);
                Arrays.fill(values, 0, w * h, 0);
                LabelSpool.this.read(x, y, w, h, values);
                int bytes = kind.bytes();
                for (int i = 0, to = 0; i < w * h; i++) {
                    for (int b = 0; b < bytes; b++) out[to++] = (byte) (values[i] >>> 8 * b);
                }
            }
        };
    }

    @Override
    public synchronized void close() {
        deflater.end();
        inflater.end();
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw full(e);
        }
    }
}
