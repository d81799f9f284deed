package org.coverslip.slide;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.coverslip.RefusedException;

/**
 * The first chunk of a PNG file (W3C PNG specification, section 11.2.1).
 *
 * @param width pixels
 * @param height pixels
 * @param bits per sample: 1, 2, 4, 8 or 16
 * @param colour 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA
 */
record PngHeader(long width, long height, int bits, int colour) {

    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454e44;

    static PngHeader read(Path file) throws IOException {
        try (DataInputStream in = open(file)) {
            in.readLong();
            if (in.readInt() != 13 || in.readInt() != IHDR) throw damaged(file, "has no header");
            return new PngHeader(
                    in.readInt() & 0xffffffffL,
                    in.readInt() & 0xffffffffL,
                    in.readUnsignedByte(),
                    in.readUnsignedByte());
        } catch (EOFException e) {
            throw damaged(file, "ends within its header");
        }
    }

    /** Samples per pixel once decoded. */
    int channels() {
        return switch (colour) {
            case 0 -> 1;
            case 4 -> 2;
            case 2 -> 3;
            default -> 4;
        };
    }

    /**
     * Walks all chunks to the closing one and holds each against its checksum. Java's decoder
     * ignores both, and gives what it could read.
     *
     * @throws RefusedException if the file ends early or a chunk was altered
     */
    static void checkChunks(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (DataInputStream in = open(file)) {
            in.readLong();
            for (int type = 0; type != IEND; ) {
                long length = in.readInt() & 0xffffffffL;
                type = in.readInt();
                crc.reset();
                crc.update(ByteBuffer.allocate(4).putInt(0, type));
                for (long left = length; left > 0; ) {
                    int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                    if (n < 0) throw new EOFException();
                    crc.update(buffer, 0, n);
                    left -= n;
                }
                if (in.readInt() != (int) crc.getValue()) {
                    throw damaged(file, "has a chunk whose checksum is wrong");
                }
            }
        } catch (EOFException e) {
            throw damaged(file, "ends before its closing chunk");
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    private static RefusedException damaged(Path file, String how) {
        return new RefusedException(
                file, "this PNG " + how, "the file is damaged: fetch it again from its source");
    }
}
