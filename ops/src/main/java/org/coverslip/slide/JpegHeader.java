package org.coverslip.slide;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.coverslip.RefusedException;

/**
 * The markers of a JPEG file up to its frame header (ITU-T T.81, annex B).
 *
 * @param width pixels
 * @param height pixels
 * @param components 1 grey, 3 colour, 4 CMYK
 * @param precision bits per sample
 * @param process what follows 0xFFC in the frame marker
 * @param orientation EXIF orientation, 1 where none is given
 */
record JpegHeader(
        int width, int height, int components, int precision, int process, int orientation) {

    private static final Map<Integer, String> UNREADABLE =
            Map.of(
                    3, "lossless JPEG",
                    5, "hierarchical JPEG",
                    6, "hierarchical progressive JPEG",
                    7, "hierarchical lossless JPEG",
                    9, "arithmetic-coded JPEG",
                    10, "arithmetic-coded progressive JPEG",
                    11, "arithmetic-coded lossless JPEG");

    private static final String REMEDY =
            "save it as PNG or as an ordinary 8 bit RGB or grey JPEG with another program";

    static JpegHeader read(Path file) throws IOException {
        int orientation = 1;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.readUnsignedShort();
            while (true) {
                int marker = nextMarker(in);
                if (marker == 0xd9 || marker == 0xda) break;
                if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd7) continue;
                int length = in.readUnsignedShort() - 2;
                if (length < 0) break;
                boolean frame =
                        marker >= 0xc0
                                && marker <= 0xcf
                                && marker != 0xc4
                                && marker != 0xc8
                                && marker != 0xcc;
                byte[] body = in.readNBytes(length);
                if (body.length < length) throw new EOFException();
                if (marker == 0xe1) orientation = exifOrientation(body, orientation);
                if (frame && length >= 6) {
                    ByteBuffer b = ByteBuffer.wrap(body);
                    return new JpegHeader(
                            b.getShort(3) & 0xffff,
                            b.getShort(1) & 0xffff,
                            b.get(5) & 0xff,
                            b.get(0) & 0xff,
                            marker & 0xf,
                            orientation);
                }
            }
        } catch (EOFException e) {
            throw truncated(file, e);
        }
        throw truncated(file, null);
    }

    private static RefusedException truncated(Path file, Exception cause) {
        return new RefusedException(
                file,
                "this JPEG ends before its picture begins",
                "the file is damaged: fetch it again from its source",
                cause);
    }

    private static int nextMarker(DataInputStream in) throws IOException {
        int b = in.readUnsignedByte();
        while (b != 0xff) b = in.readUnsignedByte();
        while (b == 0xff) b = in.readUnsignedByte();
        return b;
    }

    /** Tag 274 of the first directory in an EXIF segment; {@code otherwise} if it has none. */
    private static int exifOrientation(byte[] segment, int otherwise) {
        byte[] magic = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
        if (segment.length < 20 || !java.util.Arrays.equals(segment, 0, 6, magic, 0, 6)) {
            return otherwise;
        }
        ByteBuffer tiff = ByteBuffer.wrap(segment, 6, segment.length - 6).slice();
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int ifd = tiff.getInt(4);
        if (ifd < 8 || ifd > tiff.limit() - 2) return otherwise;
        int entries = tiff.getShort(ifd) & 0xffff;
        for (int i = 0, at = ifd + 2; i < entries && at <= tiff.limit() - 12; i++, at += 12) {
            if ((tiff.getShort(at) & 0xffff) != 274) continue;
            int value = tiff.getShort(at + 8) & 0xffff;
            return value >= 1 && value <= 8 ? value : otherwise;
        }
        return otherwise;
    }

    /** Refuses what Java's decoder cannot turn into grey or RGB samples, by name. */
    void check(Path file) {
        if (UNREADABLE.containsKey(process)) {
            throw new RefusedException(file, "it is a " + UNREADABLE.get(process), REMEDY);
        }
        if (precision != 8) {
            throw new RefusedException(file, "it is a JPEG of " + precision + " bits", REMEDY);
        }
        if (components == 4) {
            throw new RefusedException(file, "it is a CMYK JPEG, made for printing", REMEDY);
        }
        if (components != 1 && components != 3) {
            throw new RefusedException(
                    file, "it is a JPEG of " + components + " components", REMEDY);
        }
    }
}
