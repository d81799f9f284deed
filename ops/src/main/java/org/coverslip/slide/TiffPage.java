package org.coverslip.slide;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.coverslip.RefusedException;

/**
 * The tags of one TIFF page that tell how its pixels are stored (TIFF 6.0, part 1).
 *
 * @param index of the page in the file
 * @param bits per sample
 * @param format 1 unsigned, 2 signed, 3 floating point
 * @param predictor 1 none, 2 differences of samples, 3 differences of floating point bytes
 * @param photometric 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr, ...
 * @param planar whether samples lie in separate planes
 * @param tiled whether {@code offsets} and {@code counts} are those of tiles, not of strips
 * @param resolution pixels per unit over x and y; 0 where not given
 * @param resolutionUnit 1 none, 2 inch, 3 centimetre
 * @param description image description; empty if absent
 * @param reduced whether it is a smaller version of another page
 */
record TiffPage(
        int index,
        long width,
        long height,
        int samples,
        int bits,
        int format,
        int compression,
        int predictor,
        int photometric,
        boolean planar,
        int orientation,
        boolean tiled,
        List<Long> offsets,
        List<Long> counts,
        List<Double> resolution,
        int resolutionUnit,
        String description,
        boolean reduced) {

    /** All pages of a file, in their order. */
    static List<TiffPage> readAll(Path file) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            List<TiffPage> pages = new ArrayList<>();
            Directory all = new TIFFReader().read(in);
            if (all instanceof CompoundDirectory compound) {
                for (int i = 0; i < compound.directoryCount(); i++) {
                    pages.add(of(i, compound.getDirectory(i)));
                }
            } else {
                pages.add(of(0, all));
            }
            if (!pages.isEmpty()) return pages;
        } catch (IOException | RuntimeException e) {
            // NB: a broken directory may also show as IndexOutOfBounds or NegativeArraySize.
            throw damaged(file, "its directory cannot be read", e);
        }
        throw damaged(file, "it has no pages", null);
    }

    static RefusedException damaged(Path file, String how, Exception cause) {
        return new RefusedException(
                file,
                "this TIFF is damaged or ends too early (" + how + ")",
                "fetch it again from its source",
                cause);
    }

    private static TiffPage of(int index, Directory d) {
        boolean tiled = d.getEntryById(324) != null;
        return new TiffPage(
                index,
                number(d, 256, 0),
                number(d, 257, 0),
                (int) number(d, 277, 1),
                (int) number(d, 258, 1),
                (int) number(d, 339, 1),
                (int) number(d, 259, 1),
                (int) number(d, 317, 1),
                (int) number(d, 262, 1),
                number(d, 284, 1) == 2,
                (int) number(d, 274, 1),
                tiled,
                numbers(d, tiled ? 324 : 273),
                numbers(d, tiled ? 325 : 279),
                List.of(real(d, 282), real(d, 283)),
                (int) number(d, 296, 2),
                text(d),
                (number(d, 254, 0) & 1) == 1);
    }

    private static long number(Directory d, int tag, long otherwise) {
        List<Long> all = numbers(d, tag);
        return all.isEmpty() ? otherwise : all.get(0);
    }

    private static List<Long> numbers(Directory d, int tag) {
        Entry entry = d.getEntryById(tag);
        Object value = entry == null ? null : entry.getValue();
        if (value instanceof Number n) return List.of(n.longValue());
        if (value == null || !value.getClass().isArray()) return List.of();
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            if (Array.get(value, i) instanceof Number n) all.add(n.longValue());
        }
        return all;
    }

    private static double real(Directory d, int tag) {
        Entry entry = d.getEntryById(tag);
        double v = entry != null && entry.getValue() instanceof Number n ? n.doubleValue() : 0;
        return Double.isFinite(v) && v > 0 ? v : 0;
    }

    private static String text(Directory d) {
        Entry entry = d.getEntryById(270);
        if (entry == null || entry.getValue() == null) return "";
        Object value = entry.getValue();
        return value instanceof String[] lines ? String.join("\n", lines) : value.toString();
    }

    /** Whether the pixels of both pages can be planes of one image. */
    boolean fits(TiffPage other) {
        return width == other.width
                && height == other.height
                && samples == other.samples
                && bits == other.bits
                && format == other.format
                && orientation == other.orientation;
    }

    long bytes() {
        return width * height * samples * bits / 8;
    }
}
