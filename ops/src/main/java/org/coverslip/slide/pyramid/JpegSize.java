package org.coverslip.slide.pyramid;

import java.io.IOException;

/**
 * What the frame header of a JPEG claims (ITU-T T.81, annex B), looked at before a decoder believes
 * it.
 *
 * @param width pixels
 * @param height pixels
 * @param components colours
 */
record JpegSize(int width, int height, int components) {

    /**
     * @throws IOException if the stream is no JPEG or ends before its frame header
     */
    static JpegSize of(byte[] in, int length) throws IOException {
        if (length < 4 || word(in, 0) != 0xffd8) throw new IOException("it is no JPEG");
        int at = 2;
        while (at + 10 <= length) {
            if ((in[at] & 0xff) != 0xff) throw new IOException("its JPEG markers are damaged");
            int marker = in[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            boolean frame =
                    marker >= 0xc0
                            && marker <= 0xcf
                            && marker != 0xc4
                            && marker != 0xc8
                            && marker != 0xcc;
            if (frame) return new JpegSize(word(in, at + 7), word(in, at + 5), in[at + 9] & 0xff);
            at += 2 + word(in, at + 2);
        }
        throw new IOException("its JPEG ends before the picture");
    }

    /**
     * @throws IOException if it is not the picture of this tile
     */
    void check(TileSize tile, int slack) throws IOException {
        if (width < tile.width() || height < tile.height()) {
            throw new IOException("its JPEG has " + width + " x " + height + " pixels");
        }
        if (width > tile.fullWidth() + slack || height > tile.fullHeight() + slack) {
            throw new IOException("its JPEG is larger than a tile");
        }
        if (components != tile.channels())
            throw new IOException("its JPEG has " + components + " components");
    }

    private static int word(byte[] in, int at) {
        return (in[at] & 0xff) << 8 | in[at + 1] & 0xff;
    }
}
