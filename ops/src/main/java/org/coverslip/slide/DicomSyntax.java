package org.coverslip.slide;

import java.util.Map;

/** Transfer syntaxes (DICOM PS3.5 chapter 10, names of PS3.6 annex A). */
final class DicomSyntax {

    static final String IMPLICIT_LITTLE = "1.2.840.10008.1.2";
    static final String EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";
    static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    static final String EXPLICIT_BIG = "1.2.840.10008.1.2.2";

    private static final Map<String, String> COMPRESSED =
            Map.ofEntries(
                    Map.entry("1.2.840.10008.1.2.5", "RLE Lossless"),
                    Map.entry("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)"),
                    Map.entry("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)"),
                    Map.entry("1.2.840.10008.1.2.4.53", "JPEG Spectral Selection (6 and 8)"),
                    Map.entry("1.2.840.10008.1.2.4.55", "JPEG Full Progression (10 and 12)"),
                    Map.entry("1.2.840.10008.1.2.4.57", "JPEG Lossless (Process 14)"),
                    Map.entry("1.2.840.10008.1.2.4.70", "JPEG Lossless, First-Order Prediction"),
                    Map.entry("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless"),
                    Map.entry("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless"),
                    Map.entry("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless Only"),
                    Map.entry("1.2.840.10008.1.2.4.91", "JPEG 2000"),
                    Map.entry("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Lossless Only"),
                    Map.entry("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2"),
                    Map.entry("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile"),
                    Map.entry("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264"),
                    Map.entry("1.2.840.10008.1.2.4.107", "HEVC/H.265"),
                    Map.entry("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless"),
                    Map.entry("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000"));

    private DicomSyntax() {}

    static boolean uncompressed(String uid) {
        return uid.equals(IMPLICIT_LITTLE)
                || uid.equals(EXPLICIT_LITTLE)
                || uid.equals(EXPLICIT_BIG)
                || uid.equals(DEFLATED);
    }

    static String name(String uid) {
        return COMPRESSED.getOrDefault(uid, "transfer syntax " + uid);
    }
}
