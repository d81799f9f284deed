package org.coverslip.job;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
import org.coverslip.report.WholeFile;

/**
 * The rows of a slide's tiles.csv while it is being made. Lines are appended as batches come out of
 * the network, so that a run that is killed finds them again. What counts after a kill is whole
 * batches only: the network gives the same bits for the same batch, and not always for another one.
 * The file is called {@code .tiles.csv.journal} until it is whole, and starts with a line that says
 * what it belongs to.
 */
public final class TileJournal implements AutoCloseable {

    private static final int LINES_PER_FLUSH = 64;

    private final Path part;
    private final Path whole;
    private final int head;
    private final int kept;
    private BufferedWriter out;
    private int unflushed;

    private TileJournal(Path part, int head, int kept) throws IOException {
        this.part = part;
        this.whole = part.resolveSibling("tiles.csv");
        this.head = head;
        this.kept = kept;
        this.out =
                new BufferedWriter(
                        new OutputStreamWriter(
                                new FileOutputStream(part.toFile(), true), StandardCharsets.UTF_8));
    }

    /**
     * Opens the journal of a slide; rows of an earlier run are kept if it was the same request for
     * the same file.
     *
     * @param folder of the slide's results; made if needed
     * @param header first line of tiles.csv
     * @param identity of request, file and batch size, one line
     * @param batch rows per batch: rows behind the last whole batch are dropped
     */
    public static TileJournal open(Path folder, String header, String identity, int batch) {
        Path part = folder.resolve(".tiles.csv.journal");
        try {
            byte[] head = (identity + "\n" + header + "\n").getBytes(StandardCharsets.UTF_8);
            int kept = Files.exists(part) ? keepWholeBatches(part, head, batch) : -1;
            if (kept < 0) WholeFile.write(part, o -> o.write(head));
            return new TileJournal(part, head.length, Math.max(0, kept));
        } catch (IOException e) {
            throw cannotWrite(part, e);
        }
    }

    /** Cuts the file behind its last whole batch; -1 if it belongs to something else. */
    private static int keepWholeBatches(Path part, byte[] head, int batch) throws IOException {
        int rows = 0;
        long end = head.length;
        try (InputStream in =
                new java.io.BufferedInputStream(Files.newInputStream(part), 1 << 16)) {
            if (!java.util.Arrays.equals(in.readNBytes(head.length), head)) return -1;
            long at = head.length;
            int lines = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                at++;
                // NB: a line without its line feed was cut by the kill.
                if (b != '\n' || ++lines % batch != 0) continue;
                rows = lines;
                end = at;
            }
        }
        try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
            file.setLength(end);
        }
        return rows;
    }

    /**
     * How many rows of an earlier run need not be computed again; they are the first ones, in the
     * order of the tiles.
     */
    public int kept() {
        return kept;
    }

    public void add(String row) {
        try {
            out.write(row);
            out.write('\n');
            if (++unflushed >= LINES_PER_FLUSH) {
                out.flush();
                unflushed = 0;
            }
        } catch (IOException e) {
            throw cannotWrite(part, e);
        }
    }

    /** Gives every row so far, in order. */
    public void replay(Consumer<String> row) {
        try {
            out.flush();
            try (InputStream in = rows();
                    BufferedReader text =
                            new BufferedReader(
                                    new java.io.InputStreamReader(in, StandardCharsets.UTF_8))) {
                text.lines().forEach(row);
            }
        } catch (IOException e) {
            throw cannotWrite(part, e);
        }
    }

    private InputStream rows() throws IOException {
        InputStream in = Files.newInputStream(part);
        in.skipNBytes(head);
        return in;
    }

    /** Turns the journal into tiles.csv. */
    public void finish(String header) {
        close();
        WholeFile.write(
                whole,
                o -> {
                    o.write((header + "\n").getBytes(StandardCharsets.UTF_8));
                    try (InputStream in = rows()) {
                        in.transferTo(o);
                    }
                });
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw cannotWrite(part, e);
        }
    }

    @Override
    public void close() {
        if (out == null) return;
        try {
            out.close();
        } catch (IOException e) {
            throw cannotWrite(part, e);
        } finally {
            out = null;
        }
    }

    private static RefusedException cannotWrite(Path file, IOException e) {
        return new RefusedException(
                file,
                "it cannot be written (" + e.getMessage() + ")",
                "free space or choose another output",
                e);
    }
}
