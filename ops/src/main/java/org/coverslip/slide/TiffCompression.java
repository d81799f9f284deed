package org.coverslip.slide;

import java.util.Map;

/** The names of TIFF's compression schemes that no reader here decodes. */
public final class TiffCompression {

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(6, "old-style JPEG"),
                    Map.entry(33003, "JPEG 2000 (YCbCr)"),
                    Map.entry(33004, "JPEG 2000"),
                    Map.entry(33005, "JPEG 2000 (RGB)"),
                    Map.entry(34712, "JPEG 2000"),
                    Map.entry(34887, "LERC"),
                    Map.entry(34925, "LZMA"),
                    Map.entry(50000, "Zstandard"),
                    Map.entry(50001, "WebP"),
                    Map.entry(50002, "JPEG XL"),
                    Map.entry(52546, "JPEG XL"),
                    Map.entry(34661, "JBIG"));

    private TiffCompression() {}

    /** As a message names it. */
    public static String name(int compression) {
        return NAMES.getOrDefault(compression, "TIFF scheme " + compression);
    }
}
