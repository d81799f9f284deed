package org.coverslip.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.coverslip.RefusedException;

/**
 * Writes a file under another name and gives it its own when it is whole, so that readers never see
 * half of one.
 */
public final class WholeFile {

    private WholeFile() {}

    /** What goes into the file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes or replaces a file; folders on the way to it are made.
     *
     * @throws RefusedException if the disk is full or the place cannot be written; an earlier file
     *     of that name stays whole
     */
    public static void write(Path file, Content content) {
        Path absolute = file.toAbsolutePath();
        Path part = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        try {
            Files.createDirectories(absolute.getParent());
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                content.writeTo(out);
            }
            // NB: without this a power cut after the rename can leave an empty file under the final
            // name.
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            rename(part, absolute);
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "it cannot be written (" + e.getMessage() + ")",
                    "free space or choose another output",
                    e);
        } finally {
            deleteQuietly(part);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The folder is gone or read-only: nothing was left behind then.
        }
    }
}
