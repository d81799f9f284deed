package org.coverslip.slide;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.coverslip.RefusedException;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * Reads PNG, JPEG, GIF and BMP with Java's own decoders, each file as one plane.
 *
 * <p>Values are those of the file: 8 or 16 bit, grey, RGB, RGBA (alpha as fourth channel), grey
 * with alpha as two channels; palettes become RGB. Resolution fields (dots per inch) are print
 * settings and give no pixel size. An EXIF orientation is obeyed and noted. A damaged or truncated
 * file is refused, where the decoder by itself would return a half grey picture. CMYK, 12 bit,
 * lossless and arithmetic-coded JPEG are refused by name.
 */
// NB: Java's JPEG decoder gave the very values of Pillow 9.4 (libjpeg-turbo) on fifty grey chest
// X-rays and an RGB histology tile, so that networks trained in Python see the pixels they know.
@Plugin(type = SlideReader.class, priority = Priority.NORMAL)
public final class RasterReader implements SlideReader {

    private enum Format {
        // NB: best cases of each coding: DEFLATE 1032:1 and eight 1 bit pixels per byte; a JPEG
        // block of 64 samples in one bit and three components; LZW strings of 4096 in 12 bits.
        PNG(8300),
        JPEG(2000),
        GIF(3000),
        BMP(128);

        final int samplesPerByte;

        Format(int samplesPerByte) {
            this.samplesPerByte = samplesPerByte;
        }

        static Format of(byte[] head) {
            if (starts(head, 0x89, 'P', 'N', 'G', 13, 10, 26, 10)) return PNG;
            if (starts(head, 0xff, 0xd8, 0xff)) return JPEG;
            if (starts(head, 'G', 'I', 'F', '8')) return GIF;
            boolean bmp = starts(head, 'B', 'M') && head.length > 18 && head[15] == 0;
            return bmp ? BMP : null;
        }

        private static boolean starts(byte[] head, int... magic) {
            if (head.length < magic.length) return false;
            for (int i = 0; i < magic.length; i++) {
                if (head[i] != (byte) magic[i]) return false;
            }
            return true;
        }
    }

    @Override
    public boolean accepts(Path file, byte[] head) {
        return Format.of(head) != null;
    }

    @Override
    public Slide open(Path file) throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(64);
        }
        Format format = Format.of(head);
        if (format == null) {
            throw new RefusedException(file, "it is no PNG, JPEG, GIF or BMP", "check the file");
        }
        PlainSlide.Builder slide =
                PlainSlide.named(
                        file.getFileName().toString(),
                        "Java " + Runtime.version().feature() + " ImageIO " + format);
        int orientation = 1;
        if (format == Format.JPEG) {
            JpegHeader header = JpegHeader.read(file);
            header.check(file);
            orientation = header.orientation();
        } else if (format == Format.PNG) {
            PngHeader header = PngHeader.read(file);
            ClaimedSize claimed =
                    new ClaimedSize(
                            header.width(),
                            header.height(),
                            header.channels(),
                            header.bits() > 8 ? 2 : 1);
            claimed.check(file);
            claimed.checkAgainst(file, Files.size(file), format.samplesPerByte);
            PngHeader.checkChunks(file);
        } else if (format == Format.BMP && head.length >= 26 && head[14] >= 40) {
            // NB: Java's decoder calls a size it cannot hold a fault of the file, without saying
            // it.
            ByteBuffer b = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            new ClaimedSize(b.getInt(18), Math.abs((long) b.getInt(22)), 3, 1).check(file);
        }
        Picture picture = decode(file, format, slide);
        if (orientation != 1) {
            picture = picture.turned(orientation);
            slide.note(
                    "turned upright as its EXIF orientation "
                            + orientation
                            + " says; ImageJ shows it as it lies in the file");
        }
        Picture upright = picture;
        return slide.like(upright).build(plane -> upright.pixels());
    }

    private static Picture decode(Path file, Format format, PlainSlide.Builder slide)
            throws IOException {
        ImageReader reader = javaReader(format);
        List<String> warnings = new ArrayList<>();
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, false, true);
            ClaimedSize claimed = new ClaimedSize(reader.getWidth(0), reader.getHeight(0), 3, 1);
            claimed.check(file);
            claimed.checkAgainst(file, Files.size(file), format.samplesPerByte);
            BufferedImage image = reader.read(0);
            if (format == Format.GIF && reader.getNumImages(true) > 1) {
                slide.note(
                        "only the first of its " + reader.getNumImages(true) + " frames is read");
            }
            for (String warning : warnings) {
                if (isDamage(warning)) throw damaged(file, format, null);
                slide.note("the decoder says: " + warning);
            }
            return Picture.of(image);
        } catch (RefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // NB: the decoders throw IllegalArgument, NegativeArraySize and IndexOutOfBounds
            // exceptions for broken headers.
            throw damaged(file, format, e);
        } finally {
            reader.dispose();
        }
    }

    /** Of the decoder's warnings, those after which part of the picture is invented. */
    static boolean isDamage(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("premature end")
                || text.contains("no eoi")
                || text.contains("bad huffman")
                || text.contains("corrupt")
                || text.contains("truncated");
    }

    private static RefusedException damaged(Path file, Format format, Exception cause) {
        return new RefusedException(
                file,
                "this " + format + " is damaged or ends too early",
                "fetch it again from its source",
                cause);
    }

    /**
     * The decoder of the Java runtime, whatever other plugins are installed: the same file must
     * give the same numbers everywhere.
     */
    private static ImageReader javaReader(Format format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) return reader;
        }
        throw new RefusedException(
                format,
                "this Java has no decoder for it",
                "run with a complete Java (java.desktop)");
    }
}
