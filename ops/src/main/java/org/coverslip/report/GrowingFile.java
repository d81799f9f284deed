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
 * A file that grows piece by piece over a long run, under another name until it is whole. Closed
 * before {@link #finish()}, it is deleted. {@link WholeFile} is for what is written in one go.
 */
public final class GrowingFile extends OutputStream {

    private final Path target;
    private final Path part;
    private final FileOutputStream file;
    private final OutputStream out;
    private boolean open = true;

    /**
     * Begins the file; folders on the way to it are made.
     *
     * @throws RefusedException if the place cannot be written
     */
    public GrowingFile(Path target) {
        this.target = target.toAbsolutePath();
        part = this.target.resolveSibling("." + this.target.getFileName() + ".part");
        try {
            Files.createDirectories(this.target.getParent());
            // NB: no channel: an interrupt, which means cancel, would close it in the middle.
            file = new FileOutputStream(part.toFile());
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        out = new BufferedOutputStream(file, 1 << 16);
    }

    @Override
    public void write(int b) {
        try {
            out.write(b);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Gives the file its name. */
    public void finish() {
        try {
            out.flush();
            // NB: without this a power cut after the rename can leave an empty file.
            file.getFD().sync();
            file.close();
            open = false;
            try {
                Files.move(
                        part,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public void close() {
        if (!open) return;
        open = false;
        try {
            file.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private RefusedException cannotWrite(IOException e) {
        return new RefusedException(
                target,
                "it cannot be written (" + e.getMessage() + ")",
                "free space or choose another output",
                e);
    }
}
