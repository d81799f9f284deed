package org.coverslip.slide.write;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is written under another name and gets its own when it is whole. Closed before {@link
 * #finish()}, it is deleted.
 */
final class PartFile implements AutoCloseable {

    private final Path target;
    private final Path part;

    // NB: not a FileChannel: an interrupt, which means cancel, would close it in the middle and
    // look
    // like a broken disk.
    private final RandomAccessFile out;
    private long length;

    PartFile(Path file) throws IOException {
        target = file.toAbsolutePath();
        part = target.resolveSibling("." + target.getFileName() + ".part");
        Files.createDirectories(target.getParent());
        out = new RandomAccessFile(part.toFile(), "rw");
        out.setLength(0);
    }

    long length() {
        return length;
    }

    /** Appends, and says where it stands. */
    long append(byte[] bytes) throws IOException {
        long at = length;
        write(at, bytes);
        length += bytes.length;
        return at;
    }

    void write(long at, byte[] bytes) throws IOException {
        out.seek(at);
        out.write(bytes);
    }

    void finish() throws IOException {
        // NB: without this a power cut after the rename can leave an empty file under the final
        // name.
        out.getFD().sync();
        out.close();
        try {
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }
}
