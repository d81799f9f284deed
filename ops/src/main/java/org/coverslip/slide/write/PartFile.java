package org.coverslip.slide.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written under another name and gets its own when it is whole. Closed before {@link
 * #finish()}, it is deleted.
 */
final class PartFile implements AutoCloseable {

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private long length;

    PartFile(Path file) throws IOException {
        target = file.toAbsolutePath();
        part = target.resolveSibling("." + target.getFileName() + ".part");
        Files.createDirectories(target.getParent());
        channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
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
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) at += channel.write(buffer, at);
    }

    void finish() throws IOException {
        // NB: without this a power cut after the rename can leave an empty file under the final
        // name.
        channel.force(true);
        channel.close();
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
        channel.close();
        Files.deleteIfExists(part);
    }
}
