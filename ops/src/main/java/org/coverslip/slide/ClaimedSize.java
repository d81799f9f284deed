package org.coverslip.slide;

import java.nio.file.Path;
import java.util.Locale;
import org.coverslip.RefusedException;

/**
 * What a header says a plane holds, checked before anything is allocated.
 *
 * @param width pixels
 * @param height pixels
 * @param channels samples per pixel
 * @param bytes per sample, once decoded
 */
record ClaimedSize(long width, long height, int channels, int bytes) {

    /** Decoding needs the decoder's picture and ours at the same time. */
    private static final double COPIES = 2;

    /** Part of the heap that one picture may take. */
    private static final double SHARE = 0.8;

    /**
     * @throws RefusedException if the sides are not positive, the plane has more than 2^31 - 1
     *     samples (the longest Java array), or the heap cannot hold it
     */
    void check(Path file) {
        if (width < 1 || height < 1 || channels < 1) {
            throw new RefusedException(
                    file,
                    "its header says " + this + ", which is no picture",
                    "export it again from the program that made it");
        }
        // NB: doubles, since a hostile header overflows long as well.
        double samples = (double) width * height * channels;
        if (samples > Integer.MAX_VALUE) {
            throw new RefusedException(
                    file,
                    "its header says "
                            + this
                            + ", more than the 2147483647 samples a plane can have",
                    "crop or downsample it, or convert it to a tiled pyramid");
        }
        double needed = samples * bytes * COPIES;
        double heap = Runtime.getRuntime().maxMemory() * SHARE;
        if (needed > heap) {
            throw new RefusedException(
                    file,
                    String.format(
                            Locale.ROOT,
                            "its header says %s, which takes %.0f MB to decode and Java may use"
                                    + " %.0f MB",
                            this,
                            needed / 1e6,
                            heap / 1e6),
                    "give Java more memory (-Xmx, or Edit > Options > Memory & Threads) or crop the"
                            + " image");
        }
    }

    /**
     * @param most samples that one byte of this format can at best stand for
     * @throws RefusedException if the file is too short to hold what it claims
     */
    void checkAgainst(Path file, long fileLength, int most) {
        double samples = (double) width * height * channels;
        // NB: small files are let through: the decoder finds their fault, and they cost nothing.
        if (samples > 1 << 20 && samples > (double) fileLength * most) {
            throw new RefusedException(
                    file,
                    "its header says " + this + " but the file has only " + fileLength + " bytes",
                    "it is damaged or made to mislead: fetch it again from its source");
        }
    }

    @Override
    public String toString() {
        return width
                + " x "
                + height
                + " pixels of "
                + channels
                + (channels == 1 ? " channel" : " channels");
    }
}
