package org.coverslip.slide.bioformats;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The formats, by their names in Bio-Formats, that are left to Coverslip's own readers: TIFF
 * without a vendor's or OME's description, the plain picture formats, and DICOM other than whole
 * slides.
 *
 * <p>A picture then gives the same numbers whether Bio-Formats is installed or not. And Bio-Formats
 * 8.0.0 knows less of them: it does not obey the orientation of a TIFF, sees one level in a plain
 * TIFF pyramid, takes 72 dpi for 352.8 um per pixel and no resolution for 1000 um, gives zeros for
 * a JPEG-compressed TIFF of two channels, and opens all DICOM files of a folder to open one of
 * them.
 */
final class PlainFormats {

    private static final Set<String> NAMES =
            Set.of(
                    "Tagged Image File Format",
                    "Minimal TIFF",
                    "JPEG",
                    "Tile JPEG",
                    "Animated PNG",
                    "Portable Network Graphics",
                    "Graphics Interchange Format",
                    "Windows Bitmap");

    static final String DICOM = "DICOM";

    /** SOP class of VL Whole Slide Microscopy Image Storage (PS3.4, B.5). */
    private static final String WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6";

    private PlainFormats() {}

    /**
     * @param format its name in Bio-Formats
     * @param head first bytes of the file
     */
    static boolean contain(String format, byte[] head) {
        if (!format.equals(DICOM)) return NAMES.contains(format);
        // NB: the file meta information, which names the SOP class, is the start of the file.
        return !new String(head, StandardCharsets.ISO_8859_1).contains(WHOLE_SLIDE);
    }
}
