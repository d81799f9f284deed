package org.coverslip.slide;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * Reads uncompressed DICOM: grey values in output units (Hounsfield for CT), RGB, YBR and palette
 * pictures; frames are planes, slices unless they follow each other in time. Compressed transfer
 * syntaxes are refused by name.
 *
 * <p>Pixel Spacing gives the pixel size. Imager Pixel Spacing, which projection X-rays have, is
 * measured at the detector and gives none. The first window gives the display range. MONOCHROME1
 * values stay as they are stored, and a note says that low values are bright.
 */
// NB: asked before TIFF, since the preamble of a DICOM file may hold a TIFF header (PS3.10, 7.1).
@Plugin(type = SlideReader.class, priority = Priority.HIGH)
public final class DicomReader implements SlideReader {

    private static final String WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6";

    @Override
    public boolean accepts(Path file, byte[] head) {
        return DicomHeader.looksLikeDicom(head);
    }

    @Override
    public Slide open(Path file) throws IOException {
        DicomHeader header = DicomHeader.read(file);
        if (header.pixelOffset() < 0) {
            throw new RefusedException(
                    file,
                    "this DICOM file holds no picture",
                    "choose an image object: reports, plans and structure sets have no pixels");
        }
        if (!DicomSyntax.uncompressed(header.syntax())) {
            throw new RefusedException(
                    file,
                    "its pixels are compressed as " + DicomSyntax.name(header.syntax()),
                    "decompress it (dcmdjpeg, dcmdrle, gdcmconv --raw) or open it in Fiji through"
                            + " Bio-Formats");
        }
        DicomPixels pixels = new DicomPixels(file, header);
        PlainSlide.Builder slide =
                PlainSlide.named(file.getFileName().toString(), "Coverslip DICOM")
                        .size(pixels.width(), pixels.height())
                        .channels(pixels.channels(), pixels.channels() == 3)
                        .planes(pixels.frames())
                        .slices(
                                isVolume(header) ? pixels.frames() : 1,
                                PixelSize.micrometres(header.number(0x00180088, 0, 0), "mm"))
                        .pixelSize(spacing(header));
        if (pixels.channels() == 1) window(header, slide);
        notes(header, pixels, slide);
        return slide.build(new SoftPlanes(pixels.frames(), pixels::read));
    }

    /**
     * Whether its frames are slices: not tiles of a slide, and without Frame Time or its vector
     * (PS3.3, C.7.6.5).
     */
    private static boolean isVolume(DicomHeader header) {
        boolean time = header.has(0x00181063) || header.has(0x00181065);
        return !time && !header.text(0x00080016, 0).equals(WHOLE_SLIDE);
    }

    /** Millimetres between rows, then between columns (PS3.3, 10.7.1.1). */
    private static Optional<PixelSize> spacing(DicomHeader header) {
        double rows = header.number(0x00280030, 0, 0);
        double columns = header.number(0x00280030, 1, 0);
        return PixelSize.plausible(columns * 1e3, rows * 1e3);
    }

    /** The values that PS3.3 C.11.2.1.2 maps to black and white. */
    private static void window(DicomHeader header, PlainSlide.Builder slide) {
        double centre = header.number(0x00281050, 0, Double.NaN);
        double width = header.number(0x00281051, 0, Double.NaN);
        if (width > 1) {
            slide.displayRange(centre - 0.5 - (width - 1) / 2, centre - 0.5 + (width - 1) / 2);
        }
    }

    private static void notes(DicomHeader header, DicomPixels pixels, PlainSlide.Builder slide) {
        if (pixels.photometric().equals("MONOCHROME1")) {
            slide.note("MONOCHROME1: low values are shown bright; values are as stored");
        }
        if (pixels.rescaled()) {
            slide.note("values are rescaled as the file says, to " + unit(header));
        }
        if (header.has(0x00283000)) {
            slide.note("its modality look-up table is not applied: values are as stored");
        }
        if (header.has(0x00181164) && !header.has(0x00280030)) {
            slide.note("its pixel spacing is that at the detector, so the pixel size is unknown");
        }
        if (header.text(0x00080016, 0).equals(WHOLE_SLIDE)) {
            slide.note("its frames are tiles of a whole slide; each is read as a plane");
        }
    }

    private static String unit(DicomHeader header) {
        String type = header.text(0x00281054, 0);
        if (!type.isEmpty()) return type;
        return header.text(0x00080060, 0).equals("CT") ? "HU" : "the units of its modality";
    }
}
