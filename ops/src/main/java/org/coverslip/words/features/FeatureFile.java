package org.coverslip.words.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.coverslip.RefusedException;
import org.coverslip.report.GrowingFile;
import org.coverslip.words.cluster.Rows;

/**
 * Rows in a file: little-endian float32, row after row, without a header, as {@code
 * numpy.fromfile(path, '<f4').reshape(-1, width)} reads them. The file is mapped into memory, so
 * that the operating system keeps what fits of it and Java's heap holds none.
 */
public final class FeatureFile implements Rows {

    /** Bytes per mapping, rounded down to whole rows: one of Java's buffers reaches 2 GB. */
    private static final long PIECE = 1L << 30;

    private final ByteBuffer[] pieces;
    private final int rowsPerPiece;
    private final int count;
    private final int width;

    private FeatureFile(ByteBuffer[] pieces, int rowsPerPiece, int count, int width) {
        this.pieces = pieces;
        this.rowsPerPiece = rowsPerPiece;
        this.count = count;
        this.width = width;
    }

    /**
     * Maps a file.
     *
     * @throws RefusedException if it cannot be read, or is not a whole number of rows
     */
    public static FeatureFile open(Path file, int width) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = 4L * width;
            long size = channel.size();
            if (width < 1 || size % bytes != 0 || size / bytes > Integer.MAX_VALUE - 8) {
                throw new RefusedException(
                        file,
                        "its " + size + " bytes are not whole rows of " + width + " numbers",
                        "delete it and run again");
            }
            int count = (int) (size / bytes);
            int perPiece = (int) Math.max(1, PIECE / bytes);
            ByteBuffer[] pieces = new ByteBuffer[(count + perPiece - 1) / perPiece];
            for (int i = 0; i < pieces.length; i++) {
                long from = i * (long) perPiece * bytes;
                MappedByteBuffer piece =
                        channel.map(
                                FileChannel.MapMode.READ_ONLY,
                                from,
                                Math.min(perPiece * bytes, size - from));
                pieces[i] = piece.order(ByteOrder.LITTLE_ENDIAN);
            }
            return new FeatureFile(pieces, perPiece, count, width);
        } catch (IOException e) {
            throw new RefusedException(
                    file, "it cannot be read (" + e.getMessage() + ")", "check the file", e);
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void read(int from, int rows, float[] to) {
        int done = 0;
        while (done < rows) {
            int row = from + done;
            int inPiece = row % rowsPerPiece;
            int n = Math.min(rows - done, rowsPerPiece - inPiece);
            pieces[row / rowsPerPiece]
                    .asFloatBuffer()
                    .get(inPiece * width, to, done * width, n * width);
            done += n;
        }
    }

    /** Writes rows one after another; the file has its name once it is whole. */
    public static final class Writer implements AutoCloseable {

        private final GrowingFile file;
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        public Writer(Path target) {
            file = new GrowingFile(target);
        }

        public void add(float[] row) {
            if (bytes.capacity() != 4 * row.length)
                bytes = ByteBuffer.allocate(4 * row.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(row);
            file.write(bytes.array(), 0, bytes.capacity());
        }

        /** Gives the file its name. */
        public void finish() {
            file.finish();
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /** How many bytes it has; 0 where it is not there. */
    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
