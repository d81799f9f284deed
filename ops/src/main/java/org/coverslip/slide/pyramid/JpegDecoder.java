package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes the JPEG of one tile to planes of samples. Keeps its buffers from tile to tile; one per
 * thread.
 *
 * <p>Baseline pictures, which is what scanners write, are decoded here, with the arithmetic of
 * libjpeg: accurate integer transform, triangle ("fancy") upsampling of colour, its colour
 * conversion. All others go to {@link JpegFallback}.
 */
// NB: of Java's own decoder, a libjpeg 6b without vector code behind two copies of the picture, a
// region costs more than OpenSlide takes for it: hence this one.
final class JpegDecoder {

    /** Pixels by which a JPEG may exceed its tile on either side, as padding. */
    private static final int SLACK = 64;

    /** Samples of a plane up to which it is kept for the next tile. */
    private static final int KEPT = 1 << 20;

    private final JpegBits bits = new JpegBits();
    private final int[] block = new int[64];
    private final int[][] planes = new int[4][0];
    private final JpegColour colour = new JpegColour();

    /**
     * @param in a JPEG of {@code length} bytes
     * @param shared tables of the page
     * @param ycc whether three components are luminance and chrominance, to be turned into RGB
     * @param tile wanted part of the picture and its place
     * @return samples, x fastest, then y, then channel
     * @throws IOException if the JPEG is damaged, smaller than wanted or of another kind
     */
    byte[] decode(byte[] in, int length, JpegTables shared, boolean ycc, TileSize tile)
            throws IOException {
        JpegFrame frame = JpegFrame.read(in, length, shared);
        if (frame.components() != tile.channels()) {
            throw new IOException("its JPEG has " + frame.components() + " components");
        }
        if (frame.width() < tile.width() || frame.height() < tile.height()) {
            throw new IOException(
                    "its JPEG has " + frame.width() + " x " + frame.height() + " pixels");
        }
        if (frame.width() > tile.fullWidth() + SLACK
                || frame.height() > tile.fullHeight() + SLACK) {
            throw new IOException("its JPEG is larger than a tile");
        }
        boolean convert = ycc && frame.components() == 3;
        byte[] out = new byte[Math.multiplyExact(tile.width() * tile.height(), tile.channels())];
        if (!frame.baseline() || !JpegColour.supports(frame)) {
            JpegFallback.decode(in, length, shared, convert, tile, out);
            return out;
        }
        bits.load(in, frame.scan(), length);
        boolean single = frame.components() == 1;
        int mcuWidth = single ? 8 : 8 * frame.widest();
        int mcuHeight = single ? 8 : 8 * frame.tallest();
        int mcusAcross = (frame.width() + mcuWidth - 1) / mcuWidth;
        int mcusDown = (frame.height() + mcuHeight - 1) / mcuHeight;
        try {
            scan(frame, mcusAcross, mcusDown);
            colour.write(frame, planes, mcusAcross * mcuWidth, convert, tile, out);
        } finally {
            for (int c = 0; c < planes.length; c++) {
                if (planes[c].length > KEPT) planes[c] = new int[0];
            }
        }
        return out;
    }

    private void scan(JpegFrame frame, int mcusAcross, int mcusDown) throws IOException {
        // NB: a tile that failed may have left its last block half read.
        Arrays.fill(block, 0);
        int n = frame.components();
        int[] means = new int[n];
        Huffman[] dc = new Huffman[n];
        Huffman[] ac = new Huffman[n];
        int[][] quantisation = new int[n][];
        int[] across = n == 1 ? new int[] {1} : frame.across();
        int[] down = n == 1 ? new int[] {1} : frame.down();
        for (int c = 0; c < n; c++) {
            dc[c] = frame.tables().dc[frame.dc()[c]];
            ac[c] = frame.tables().ac[frame.ac()[c]];
            int[] table =
                    frame.quantisation()[c] > 3
                            ? null
                            : frame.tables().quantisation[frame.quantisation()[c]];
            if (dc[c] == null || ac[c] == null || table == null) {
                throw new IOException("its JPEG lacks tables");
            }
            quantisation[c] = table;
            int samples = Math.multiplyExact(mcusAcross * mcusDown * 64, across[c] * down[c]);
            if (planes[c].length < samples) planes[c] = new int[samples];
        }
        int half = JpegColour.halved(frame) ? mcusAcross * 8 : 0;
        int left = frame.restart();
        int restarts = 0;
        for (int my = 0; my < mcusDown; my++) {
            for (int mx = 0; mx < mcusAcross; mx++) {
                if (frame.restart() > 0 && left-- == 0) {
                    bits.restart(restarts++);
                    left = frame.restart() - 1;
                    Arrays.fill(means, 0);
                }
                for (int c = 0; c < n; c++) {
                    int stride = mcusAcross * 8 * across[c];
                    int split = c == 0 ? half : 0;
                    for (int v = 0; v < down[c]; v++) {
                        for (int h = 0; h < across[c]; h++) {
                            means[c] += bits.read(block, dc[c], ac[c], quantisation[c]);
                            int x = (mx * across[c] + h) * (split > 0 ? 4 : 8);
                            int at = (my * down[c] + v) * 8 * stride + x;
                            place(means[c] * quantisation[c][0], planes[c], at, stride, split);
                        }
                    }
                }
            }
        }
    }

    private void place(int dc, int[] plane, int at, int stride, int split) {
        if (bits.flat) {
            InverseDct.flat(dc, plane, at, stride, split);
            return;
        }
        block[0] = dc;
        InverseDct.transform(block, bits.columns, bits.right, bits.lower, plane, at, stride, split);
        Arrays.fill(block, 0);
    }
}
