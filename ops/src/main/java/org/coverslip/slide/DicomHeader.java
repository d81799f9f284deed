package org.coverslip.slide;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.coverslip.RefusedException;

/**
 * The elements of a DICOM file up to its pixel data (PS3.5 chapter 7, PS3.10 chapter 7): explicit
 * and implicit VR, both byte orders, deflated, with or without preamble and file meta information.
 * Values in sequences are skipped, but for the shared functional groups of enhanced multi-frame
 * objects, which hold what plain objects hold at the top.
 */
// NB: ij.plugin.DICOM shows dialogs on errors, pads truncated pixel data with zeros, and knows
// neither deflated files nor 1 bit and 32 bit signed pixels.
final class DicomHeader {

    static final int PIXEL_DATA = 0x7FE00010;
    private static final int SHARED_GROUPS = 0x52009229;
    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_END = 0xFFFEE00D;
    private static final int SEQUENCE_END = 0xFFFEE0DD;
    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int LONGEST_VALUE = 1 << 18;
    private static final int DEEPEST = 32;
    private static final int MOST_ELEMENTS = 1_000_000;
    private static final String LONG_VRS = "OB OW OF OD OL OV SQ UC UR UT UN SV UV";

    private final Path file;
    private final Map<Integer, byte[]> values = new HashMap<>();
    private final byte[] inflated;
    private String syntax;
    private String pixelVr = "OW";
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long pixelOffset = -1;
    private long pixelLength;
    private long length;
    private int elements;

    private DicomHeader(Path file) throws IOException {
        this.file = file;
        byte[] unpacked = null;
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            length = in.length();
            in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            boolean explicit = start(in);
            if (DicomSyntax.DEFLATED.equals(syntax)) {
                unpacked = inflate(in);
                length = unpacked.length;
                try (ImageInputStream memory = stream(unpacked)) {
                    memory.setByteOrder(order);
                    elements(memory, true, length, 0, true);
                }
            } else {
                in.setByteOrder(order);
                elements(in, explicit, length, 0, true);
            }
        } catch (EOFException e) {
            throw damaged("ends within its header", e);
        }
        inflated = unpacked;
    }

    static DicomHeader read(Path file) throws IOException {
        return new DicomHeader(file);
    }

    /** Whether a file starts like DICOM: by its preamble, or by a first element of group 2 or 8. */
    static boolean looksLikeDicom(byte[] head) {
        if (head.length >= 132 && head[128] == 'D' && head[129] == 'I') {
            return head[130] == 'C' && head[131] == 'M';
        }
        if (head.length < 16) return false;
        boolean little = (head[0] == 2 || head[0] == 8) && head[1] == 0;
        boolean big = head[0] == 0 && head[1] == 8;
        boolean vr = Character.isUpperCase(head[4]) && Character.isUpperCase(head[5]);
        boolean implicit = little && head[5] == 0 && head[6] == 0 && head[7] == 0;
        return (little && head[3] == 0 || big && head[2] == 0) && (vr || implicit);
    }

    /** The bytes of the file, inflated if need be; the caller closes it. */
    ImageInputStream stream() throws IOException {
        ImageInputStream in =
                inflated == null ? new FileImageInputStream(file.toFile()) : stream(inflated);
        in.setByteOrder(order);
        return in;
    }

    ByteOrder order() {
        return order;
    }

    String syntax() {
        return syntax;
    }

    /**
     * Whether bytes change places in pairs: pixels are 16 bit words (VR OW) in a big endian file.
     */
    boolean swapsBytes() {
        return order == ByteOrder.BIG_ENDIAN && pixelVr.equals("OW");
    }

    /** Position of the pixels in {@link #stream()}; -1 if the file has none. */
    long pixelOffset() {
        return pixelOffset;
    }

    /** Bytes of pixel data that are really there. */
    long pixelLength() {
        return Math.min(pixelLength, length - pixelOffset);
    }

    boolean has(int tag) {
        return values.containsKey(tag);
    }

    /** Value bytes in the file's byte order; empty if absent. */
    byte[] bytes(int tag) {
        return values.getOrDefault(tag, new byte[0]);
    }

    /** Part {@code i} of a value list separated by backslashes; empty if absent. */
    String text(int tag, int i) {
        String[] parts = new String(bytes(tag), StandardCharsets.ISO_8859_1).split("\\\\");
        return i < parts.length ? parts[i].replace('\0', ' ').strip() : "";
    }

    /** Number {@code i} of a decimal string; {@code otherwise} if absent or no number. */
    double number(int tag, int i, double otherwise) {
        try {
            double v = Double.parseDouble(text(tag, i));
            return Double.isFinite(v) ? v : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Unsigned short {@code i} of a binary value; {@code otherwise} if absent. */
    int unsigned(int tag, int i, int otherwise) {
        byte[] b = bytes(tag);
        if (b.length < 2 * i + 2) return otherwise;
        return ByteBuffer.wrap(b).order(order).getShort(2 * i) & 0xffff;
    }

    private static ImageInputStream stream(byte[] bytes) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
    }

    /** Reads preamble and file meta information; whether the data set has explicit VRs. */
    private boolean start(ImageInputStream in) throws IOException {
        byte[] head = new byte[132];
        int n = in.read(head);
        boolean preamble =
                n == 132 && new String(head, 128, 4, StandardCharsets.ISO_8859_1).equals("DICM");
        in.seek(preamble ? 132 : 0);
        while (in.getStreamPosition() + 8 <= length) {
            in.mark();
            boolean meta = in.readUnsignedShort() == 2;
            in.reset();
            if (!meta) break;
            element(in, true, 0, true);
        }
        syntax = text(0x00020010, 0);
        long at = in.getStreamPosition();
        byte[] first = new byte[8];
        if (!syntax.equals(DicomSyntax.DEFLATED)) in.readFully(first);
        in.seek(at);
        boolean vr = isVr(first);
        if (syntax.isEmpty()) {
            boolean big = first[0] == 0 && first[1] != 0;
            syntax =
                    big
                            ? DicomSyntax.EXPLICIT_BIG
                            : vr ? DicomSyntax.EXPLICIT_LITTLE : DicomSyntax.IMPLICIT_LITTLE;
        }
        if (syntax.equals(DicomSyntax.EXPLICIT_BIG)) order = ByteOrder.BIG_ENDIAN;
        // NB: files exist whose data set does not keep to the syntax they declare; the first VR
        // tells, as dcm4che and pydicom do.
        return vr;
    }

    private static boolean isVr(byte[] b) {
        return b[4] >= 'A' && b[4] <= 'Z' && b[5] >= 'A' && b[5] <= 'Z';
    }

    private byte[] inflate(ImageInputStream in) throws IOException {
        byte[] packed = new byte[Math.toIntExact(length - in.getStreamPosition())];
        in.readFully(packed);
        int most = (int) Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory() / 4);
        Inflater raw = new Inflater(true);
        try (var z = new InflaterInputStream(new ByteArrayInputStream(packed), raw)) {
            byte[] all = z.readNBytes(most);
            if (all.length == most) {
                throw new RefusedException(
                        file,
                        "it inflates to more than " + most / 1_000_000 + " MB",
                        "give Java more memory (-Xmx) or store it uncompressed");
            }
            return all;
        } finally {
            raw.end();
        }
    }

    private void elements(ImageInputStream in, boolean explicit, long end, int depth, boolean keep)
            throws IOException {
        while (in.getStreamPosition() + 8 <= end && pixelOffset < 0) {
            if (!element(in, explicit, depth, keep)) return;
        }
    }

    /** Reads one element; false at the end of an item. */
    private boolean element(ImageInputStream in, boolean explicit, int depth, boolean keep)
            throws IOException {
        if (++elements > MOST_ELEMENTS || depth > DEEPEST)
            throw damaged("has a broken header", null);
        int tag = in.readUnsignedShort() << 16 | in.readUnsignedShort();
        boolean delimiter = tag == ITEM || tag == ITEM_END || tag == SEQUENCE_END;
        byte[] vr = new byte[8];
        long size;
        in.mark();
        in.readFully(vr, 4, 2);
        if (delimiter || !explicit || !isVr(vr)) {
            in.reset();
            size = in.readUnsignedInt();
        } else if (LONG_VRS.contains(new String(vr, 4, 2, StandardCharsets.ISO_8859_1))) {
            in.readUnsignedShort();
            size = in.readUnsignedInt();
        } else {
            size = in.readUnsignedShort();
        }
        if (tag == ITEM_END || tag == SEQUENCE_END) return false;
        long at = in.getStreamPosition();
        if (tag == PIXEL_DATA && depth == 0) {
            pixelOffset = at;
            if (vr[4] != 0) pixelVr = new String(vr, 4, 2, StandardCharsets.ISO_8859_1);
            pixelLength = size == UNDEFINED ? Long.MAX_VALUE : size;
            return false;
        }
        boolean sequence = vr[4] == 'S' && vr[5] == 'Q';
        boolean shared = tag == SHARED_GROUPS || keep && depth > 0 && sequence;
        if (size == UNDEFINED || shared) {
            // NB: the items of an undefined-length UN element are implicit VR (PS3.5, 6.2.2).
            boolean inner = explicit && !(vr[4] == 'U' && vr[5] == 'N');
            if (keep) values.putIfAbsent(tag, new byte[0]);
            items(in, inner, size == UNDEFINED ? length : at + size, depth + 1, shared);
            return true;
        }
        if (at + size > length) throw damaged("ends within its header", null);
        if (keep) {
            byte[] value = new byte[size <= LONGEST_VALUE ? (int) size : 0];
            in.readFully(value);
            values.putIfAbsent(tag, value);
        }
        in.seek(at + size);
        return true;
    }

    private void items(ImageInputStream in, boolean explicit, long end, int depth, boolean keep)
            throws IOException {
        while (in.getStreamPosition() + 8 <= end) {
            int tag = in.readUnsignedShort() << 16 | in.readUnsignedShort();
            long size = in.readUnsignedInt();
            if (tag == SEQUENCE_END) return;
            if (tag != ITEM) throw damaged("has a broken sequence", null);
            long at = in.getStreamPosition();
            if (size != UNDEFINED && at + size > length)
                throw damaged("has a broken sequence", null);
            if (size == UNDEFINED || keep) {
                elements(in, explicit, size == UNDEFINED ? length : at + size, depth, keep);
            }
            if (size != UNDEFINED) in.seek(at + size);
        }
    }

    private RefusedException damaged(String how, Exception cause) {
        return new RefusedException(
                file,
                "this DICOM file " + how,
                "the file is damaged: fetch it again from its source",
                cause);
    }
}
