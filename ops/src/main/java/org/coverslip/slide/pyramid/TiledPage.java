package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.util.List;
import org.coverslip.slide.cells.PixelType;

/**
 * One page of a TIFF (TIFF 6.0, parts 1 and 2).
 *
 * @param width pixels as stored
 * @param height pixels as stored
 * @param tileWidth pixels; 0 if the page lies in strips
 * @param tileHeight pixels
 * @param samples per pixel
 * @param bits per sample; 0 if they differ
 * @param format 1 unsigned, 2 signed, 3 floating point
 * @param compression, predictor, photometric, orientation values of the tags of these names
 * @param planar whether channels lie in separate tiles
 * @param reduced whether it says that it is a smaller version of another page
 * @param offsets, counts places and lengths of the tiles; a length or place of 0 means absent
 * @param tables shared JPEG tables
 * @param description image description; empty if absent
 * @param resolution pixels per unit over x and y; 0 where not given
 * @param resolutionUnit 1 none, 2 inch, 3 centimetre
 * @param children places of its SubIFDs
 */
record TiledPage(
        long width,
        long height,
        int tileWidth,
        int tileHeight,
        int samples,
        int bits,
        int format,
        int compression,
        int predictor,
        int photometric,
        int orientation,
        boolean planar,
        boolean reduced,
        long[] offsets,
        long[] counts,
        byte[] tables,
        String description,
        List<Double> resolution,
        int resolutionUnit,
        long[] children) {

    static final int JPEG = 7;

    /**
     * @throws IOException if a tag reaches beyond the end of the file
     */
    static TiledPage of(TiffTags t) throws IOException {
        boolean tiled = t.has(322) && t.has(323);
        long[] bits = t.numbers(258);
        int depth = bits.length == 0 ? 1 : (int) Math.min(bits[0], 1 << 16);
        for (long b : bits) if (b != bits[0]) depth = 0;
        return new TiledPage(
                t.number(256, 0),
                t.number(257, 0),
                tiled ? side(t.number(322, 0)) : 0,
                tiled ? side(t.number(323, 0)) : 0,
                small(t, 277, 1),
                depth,
                small(t, 339, 1),
                small(t, 259, 1),
                small(t, 317, 1),
                small(t, 262, 1),
                small(t, 274, 1),
                t.number(284, 1) == 2,
                (t.number(254, 0) & 1) == 1,
                tiled ? t.numbers(324) : new long[0],
                tiled ? t.numbers(325) : new long[0],
                t.bytes(347),
                t.text(270),
                List.of(t.real(282), t.real(283)),
                small(t, 296, 2),
                t.numbers(330));
    }

    boolean tiled() {
        return tileWidth > 0 && tileHeight > 0;
    }

    long tilesAcross() {
        return (width + tileWidth - 1) / tileWidth;
    }

    long tilesDown() {
        return (height + tileHeight - 1) / tileHeight;
    }

    /** Tiles the page must have, over all channels. */
    long tiles() {
        return Math.multiplyExact(
                Math.multiplyExact(tilesAcross(), tilesDown()), planar ? samples : 1);
    }

    boolean absent(long tile) {
        return offsets[(int) tile] == 0 || counts[(int) tile] == 0;
    }

    /** Whether red, green and blue come out of the decoder. */
    boolean rgb() {
        return samples >= 3 && (photometric == 2 || photometric == 6);
    }

    /** Type of one sample, or null where there is none for it. */
    PixelType type() {
        return switch (format * 100 + bits) {
            case 108 -> PixelType.UINT8;
            case 116 -> PixelType.UINT16;
            case 132 -> PixelType.UINT32;
            case 208 -> PixelType.INT8;
            case 216 -> PixelType.INT16;
            case 232 -> PixelType.INT32;
            case 332 -> PixelType.FLOAT32;
            case 364 -> PixelType.FLOAT64;
            default -> null;
        };
    }

    /** Whether samples are of one kind. */
    boolean like(TiledPage other) {
        return samples == other.samples
                && bits == other.bits
                && format == other.format
                && planar == other.planar
                && rgb() == other.rgb()
                && (photometric == 0) == (other.photometric == 0);
    }

    private static int side(long n) {
        return (int) Math.max(0, Math.min(n, Integer.MAX_VALUE));
    }

    private static int small(TiffTags t, int tag, int otherwise) throws IOException {
        return (int) Math.max(0, Math.min(t.number(tag, otherwise), 1 << 16));
    }
}
