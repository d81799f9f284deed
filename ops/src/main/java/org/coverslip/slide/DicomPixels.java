package org.coverslip.slide;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;

/**
 * Frames of uncompressed DICOM pixel data (PS3.5 chapter 8, PS3.3 C.7.6.3).
 *
 * <p>Stored values are cut out of their cell by Bits Stored and High Bit and extended by their
 * sign. Rescale slope and intercept turn them into floats in output units; without them, or with
 * slope 1 and intercept 0, the stored integers stay. YBR_FULL, YBR_FULL_422 and palettes become
 * RGB.
 */
final class DicomPixels {

    private final Path file;
    private final DicomHeader header;
    private final int width;
    private final int height;
    private final int samples;
    private final int allocated;
    private final int stored;
    private final int shift;
    private final boolean signed;
    private final boolean planar;
    private final String photometric;
    private final int frames;
    private final double slope;
    private final double intercept;

    DicomPixels(Path file, DicomHeader header) {
        this.file = file;
        this.header = header;
        height = header.unsigned(0x00280010, 0, 0);
        width = header.unsigned(0x00280011, 0, 0);
        samples = header.unsigned(0x00280002, 0, 1);
        allocated = header.unsigned(0x00280100, 0, 0);
        stored = header.unsigned(0x00280101, 0, allocated);
        shift = header.unsigned(0x00280102, 0, stored - 1) + 1 - stored;
        signed = header.unsigned(0x00280103, 0, 0) == 1;
        planar = header.unsigned(0x00280006, 0, 0) == 1;
        photometric = header.text(0x00280004, 0);
        frames = header.has(0x00280008) ? (int) header.number(0x00280008, 0, 0) : 1;
        slope = header.number(0x00281053, 0, 1);
        intercept = header.number(0x00281052, 0, 0);
        check();
    }

    private void check() {
        if (width == 0 || height == 0) {
            throw refused("it has pixels but no size", "export it again from the archive");
        }
        boolean cells = allocated == 1 || allocated == 8 || allocated == 16 || allocated == 32;
        boolean bits =
                stored >= 1 && stored <= allocated && shift >= 0 && shift + stored <= allocated;
        if (!cells || !bits) {
            throw refused(
                    "its " + stored + " bits in cells of " + allocated + " cannot be read",
                    "open it in Fiji through Bio-Formats");
        }
        boolean grey =
                samples == 1 && (photometric.startsWith("MONOCHROME") || photometric.isEmpty());
        boolean palette = samples == 1 && photometric.equals("PALETTE COLOR");
        boolean colour =
                samples == 3
                        && allocated >= 8
                        && (photometric.equals("RGB") || ybr() && allocated == 8);
        if (!grey && !palette && !colour) {
            throw refused(
                    "its colours (" + photometric + ", " + samples + " samples) cannot be read",
                    "convert it to RGB, or open it in Fiji through Bio-Formats");
        }
        if (frames < 1) {
            throw refused(
                    "its number of frames is '" + header.text(0x00280008, 0) + "'",
                    "export it again from the archive");
        }
        new ClaimedSize(width, height, channels(), rescaled() ? 4 : (allocated + 7) / 8)
                .check(file);
        long needed = (frameBits() * frames + 7) / 8;
        if (needed > header.pixelLength()) {
            throw refused(
                    "it should hold "
                            + needed
                            + " bytes of pixels and has "
                            + Math.max(0, header.pixelLength()),
                    "the file is damaged: fetch it again from its source");
        }
    }

    private RefusedException refused(String fault, String remedy) {
        return new RefusedException(file, fault, remedy);
    }

    private boolean ybr() {
        return photometric.equals("YBR_FULL") || halved();
    }

    private boolean halved() {
        return photometric.equals("YBR_FULL_422");
    }

    private boolean palette() {
        return photometric.equals("PALETTE COLOR");
    }

    private long frameBits() {
        long values = (long) width * height * (halved() ? 2 : samples);
        return values * allocated;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int frames() {
        return frames;
    }

    int channels() {
        return palette() ? 3 : samples;
    }

    boolean rescaled() {
        return samples == 1 && !palette() && (slope != 1 || intercept != 0);
    }

    String photometric() {
        return photometric;
    }

    /**
     * @return axes [x,y,c]
     */
    RandomAccessibleInterval<? extends RealType<?>> read(int frame) {
        try {
            return image(values(frame));
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "frame " + frame + " cannot be read",
                    "check that the file is still there and whole",
                    e);
        }
    }

    /** Stored integers, planar [x,y,c]. */
    private int[] values(int frame) throws IOException {
        int n = width * height;
        long bits = frameBits();
        // NB: frames of 1 bit pixels follow each other without padding (PS3.5, 8.1.1).
        long firstBit = bits * frame;
        boolean words = header.swapsBytes() && allocated <= 8;
        long start = words ? firstBit / 16 * 2 : firstBit / 8;
        long end = (firstBit + bits + 7) / 8;
        if (words) end = Math.min(header.pixelLength(), end + end % 2);
        byte[] raw = new byte[Math.toIntExact(end - start)];
        try (ImageInputStream in = header.stream()) {
            in.seek(header.pixelOffset() + start);
            in.readFully(raw);
        }
        int count = n * (halved() ? 2 : samples);
        int[] cells = new int[count];
        ByteBuffer b = ByteBuffer.wrap(raw).order(header.order());
        int skip = (int) (firstBit - 8 * start);
        for (int i = 0; i < count; i++) {
            int cell =
                    switch (allocated) {
                        case 1 -> raw[at((skip + i) / 8, words)] >> (skip + i) % 8 & 1;
                        case 8 -> raw[at(skip / 8 + i, words)] & 0xff;
                        case 16 -> b.getShort(2 * i) & 0xffff;
                        default -> b.getInt(4 * i);
                    };
            int left = 32 - stored - shift;
            int right = 32 - stored;
            cells[i] = signed ? cell << left >> right : cell << left >>> right;
        }
        if (halved()) return unpackHalved(cells);
        return samples == 1 || planar ? cells : planes(cells);
    }

    /** In big endian files, bytes of 16 bit words (VR OW) change places. */
    private static int at(int i, boolean words) {
        return words ? i ^ 1 : i;
    }

    private int[] planes(int[] interleaved) {
        int n = width * height;
        int[] out = new int[interleaved.length];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < samples; c++) out[c * n + i] = interleaved[i * samples + c];
        }
        return out;
    }

    /** Y1 Y2 Cb Cr for every two pixels. */
    private int[] unpackHalved(int[] cells) {
        int n = width * height;
        int[] out = new int[3 * n];
        for (int i = 0; i < n; i++) {
            int pair = i / 2 * 4;
            out[i] = cells[pair + i % 2];
            out[n + i] = cells[pair + 2];
            out[2 * n + i] = cells[pair + 3];
        }
        return out;
    }

    private RandomAccessibleInterval<? extends RealType<?>> image(int[] v) {
        if (palette()) return coloured(v);
        if (ybr()) toRgb(v);
        long[] dims = {width, height, samples};
        if (rescaled()) {
            float[] out = new float[v.length];
            for (int i = 0; i < out.length; i++) {
                double value = signed ? v[i] : v[i] & 0xffffffffL;
                out[i] = (float) (value * slope + intercept);
            }
            return ArrayImgs.floats(out, dims);
        }
        if (allocated <= 8) {
            byte[] out = new byte[v.length];
            // NB: 1 bit becomes 0 and 255 like that of every other format.
            for (int i = 0; i < out.length; i++) out[i] = (byte) (allocated == 1 ? -v[i] : v[i]);
            return signed ? ArrayImgs.bytes(out, dims) : ArrayImgs.unsignedBytes(out, dims);
        }
        if (allocated == 16) {
            short[] out = new short[v.length];
            for (int i = 0; i < out.length; i++) out[i] = (short) v[i];
            return signed ? ArrayImgs.shorts(out, dims) : ArrayImgs.unsignedShorts(out, dims);
        }
        return signed ? ArrayImgs.ints(v, dims) : ArrayImgs.unsignedInts(v, dims);
    }

    /** PS3.3 C.7.6.3.1.2: the inverse of the conversion given for YBR_FULL. */
    private void toRgb(int[] v) {
        int n = width * height;
        for (int i = 0; i < n; i++) {
            double y = v[i];
            double cb = v[n + i] - 128;
            double cr = v[2 * n + i] - 128;
            v[i] = clamp(y + 1.402 * cr);
            v[n + i] = clamp(y - 0.344136 * cb - 0.714136 * cr);
            v[2 * n + i] = clamp(y + 1.772 * cb);
        }
    }

    private static int clamp(double v) {
        return (int) Math.max(0, Math.min(255, Math.floor(v + 0.5)));
    }

    /** PS3.3 C.7.6.3.1.5; tables of 16 bits are cut to their upper 8. */
    private RandomAccessibleInterval<? extends RealType<?>> coloured(int[] v) {
        byte[] out = new byte[3 * v.length];
        for (int c = 0; c < 3; c++) {
            int entries = header.unsigned(0x00281101 + c, 0, 0);
            if (entries == 0) entries = 1 << 16;
            int first = header.unsigned(0x00281101 + c, 1, 0);
            int bits = header.unsigned(0x00281101 + c, 2, 16);
            byte[] table = header.bytes(0x00281201 + c);
            // NB: tables of 8 bits are written with one byte per entry or with two.
            boolean wide = table.length >= 2 * entries;
            if (table.length < entries) {
                throw refused("its colour table is missing", "export it again as RGB");
            }
            for (int i = 0; i < v.length; i++) {
                int k = Math.max(0, Math.min(entries - 1, v[i] - first));
                int entry = wide ? header.unsigned(0x00281201 + c, k, 0) : table[k] & 0xff;
                out[c * v.length + i] = (byte) (wide && bits == 16 ? entry >> 8 : entry);
            }
        }
        return ArrayImgs.unsignedBytes(out, width, height, 3);
    }
}
