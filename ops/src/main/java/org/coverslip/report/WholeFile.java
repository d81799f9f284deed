package org.coverslip.report;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    public static void write(Path target, Content content) {
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        try {
            Files.createDirectories(absolute.getParent());
            // NB: a FileOutputStream and not a channel: interrupting the thread is how users
            // cancel, and a channel that is
            // interrupted closes itself in the middle of the results that are being saved because
            // of it.
            try (FileOutputStream file = new FileOutputStream(part.toFile());
                    OutputStream out = new BufferedOutputStream(file, 1 << 16)) {
                content.writeTo(out);
                out.flush();
                // NB: without this a power cut after the rename can leave an empty file under the
                // final name.
                file.getFD().sync();
            }
            rename(part, absolute);
        } catch (IOException e) {
            throw new RefusedException(
                    target,
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
