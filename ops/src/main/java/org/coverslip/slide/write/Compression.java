package org.coverslip.slide.write;

import org.coverslip.RefusedException;

/**
 * How tiles are stored.
 *
 * @param method which
 * @param quality of JPEG, 1 to 100; 0 for the others
 */
public record Compression(Method method, int quality) {

    /** The three ways. */
    public enum Method {
        /** Lossy; 8 bit only; colour as YCbCr with chroma halved both ways, as scanners do. */
        JPEG(7),
        /** Lossless, zlib (TIFF calls it Adobe Deflate). */
        DEFLATE(8),
        NONE(1);

        private final int tag;

        Method(int tag) {
            this.tag = tag;
        }

        /** Value of the TIFF tag Compression. */
        int tag() {
            return tag;
        }
    }

    public static final Compression DEFLATE = new Compression(Method.DEFLATE, 0);
    public static final Compression NONE = new Compression(Method.NONE, 0);

    /**
     * @param quality 1 to 100, on the scale of libjpeg
     * @throws RefusedException if the quality is out of range
     */
    public static Compression jpeg(int quality) {
        if (quality < 1 || quality > 100) {
            throw new RefusedException(
                    "quality=" + quality, "this is out of range", "use 1 to 100");
        }
        return new Compression(Method.JPEG, quality);
    }

    TileEncoder encoder(PixelKind kind, int tile) {
        return switch (method) {
            case JPEG -> new JpegEncoder(kind, tile, quality);
            case DEFLATE -> new DeflateEncoder();
            case NONE -> pixels -> pixels.clone();
        };
    }
}
