package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.util.Arrays;

/**
 * What the markers of a JPEG say (ITU-T T.81, annex B).
 *
 * @param width pixels
 * @param height pixels
 * @param baseline whether it is a Huffman-coded sequential picture of 8 bits in one scan
 * @param ids the components' identifiers
 * @param across, down sampling factors of the components
 * @param quantisation which quantisation table each component uses
 * @param dc, ac which Huffman tables each component uses
 * @param restart coded units between restart markers; 0 for none
 * @param adobe colour transform the Adobe marker states: 0 none, 1 YCbCr; -1 if there is no marker
 * @param tables those that hold for the scan
 * @param scan where the coded bits begin
 */
record JpegFrame(
        int width,
        int height,
        boolean baseline,
        int[] ids,
        int[] across,
        int[] down,
        int[] quantisation,
        int[] dc,
        int[] ac,
        int restart,
        int adobe,
        JpegTables tables,
        int scan) {

    private static final int MOST = 4;

    /**
     * @param shared tables that the page gives
     * @throws IOException if the stream is no JPEG or ends before its scan
     */
    static JpegFrame read(byte[] in, int length, JpegTables shared) throws IOException {
        if (length < 4 || (in[0] & 0xff) != 0xff || (in[1] & 0xff) != 0xd8) {
            throw new IOException("it is no JPEG");
        }
        JpegTables tables = shared;
        JpegFrame frame = null;
        int restart = 0;
        int adobe = -1;
        int at = 2;
        while (at + 4 <= length) {
            if ((in[at] & 0xff) != 0xff) throw new IOException("its JPEG markers are damaged");
            int marker = in[at + 1] & 0xff;
            if (marker == 0xff || marker == 0x01 || marker == 0xd8) {
                at += marker == 0xff ? 1 : 2;
                continue;
            }
            int n = word(in, at + 2);
            int from = at + 4;
            int to = at + 2 + n;
            if (n < 2 || to > length) throw new IOException("its JPEG header is cut");
            if (marker == 0xda) {
                if (frame == null) throw new IOException("its JPEG has no frame");
                return frame.scanned(in, from, to, restart, adobe, tables);
            }
            if (marker == 0xdd && to - from >= 2) restart = word(in, from);
            if (marker == 0xee && to - from >= 12 && in[from] == 'A' && in[from + 1] == 'd') {
                adobe = in[from + 11] & 0xff;
            }
            boolean start = marker >= 0xc0 && marker <= 0xcf;
            if (start && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                if (frame != null) throw new IOException("its JPEG has two frames");
                frame = frame(marker, in, from, to);
            }
            tables = tables.with(marker, in, from, to);
            at = to;
        }
        throw new IOException("its JPEG ends before the picture");
    }

    int components() {
        return ids.length;
    }

    int widest() {
        return Arrays.stream(across).max().orElse(1);
    }

    int tallest() {
        return Arrays.stream(down).max().orElse(1);
    }

    private static JpegFrame frame(int marker, byte[] in, int from, int to) throws IOException {
        if (to - from < 6) throw new IOException("its JPEG frame is cut");
        int n = in[from + 5] & 0xff;
        if (n < 1 || n > MOST || to - from < 6 + 3 * n) {
            throw new IOException("its JPEG frame has " + n + " components");
        }
        int[] ids = new int[n];
        int[] across = new int[n];
        int[] down = new int[n];
        int[] quantisation = new int[n];
        for (int c = 0; c < n; c++) {
            int at = from + 6 + 3 * c;
            ids[c] = in[at] & 0xff;
            across[c] = (in[at + 1] & 0xff) >> 4;
            down[c] = in[at + 1] & 0xf;
            quantisation[c] = in[at + 2] & 0xff;
            if (across[c] < 1 || across[c] > 4 || down[c] < 1 || down[c] > 4) {
                throw new IOException("its JPEG sampling is impossible");
            }
        }
        int height = word(in, from + 1);
        int width = word(in, from + 3);
        if (width == 0 || height == 0) throw new IOException("its JPEG has no size");
        boolean sequential = (marker == 0xc0 || marker == 0xc1) && in[from] == 8;
        return new JpegFrame(
                width,
                height,
                sequential,
                ids,
                across,
                down,
                quantisation,
                new int[n],
                new int[n],
                0,
                -1,
                null,
                0);
    }

    private JpegFrame scanned(
            byte[] in, int from, int to, int restartEvery, int transform, JpegTables known)
            throws IOException {
        int n = to > from ? in[from] & 0xff : 0;
        if (to - from < 4 + 2 * n) throw new IOException("its JPEG scan is cut");
        boolean whole = n == components();
        for (int c = 0; c < n && whole; c++) {
            whole = (in[from + 1 + 2 * c] & 0xff) == ids[c];
            int uses = in[from + 2 + 2 * c] & 0xff;
            dc[c] = uses >> 4;
            ac[c] = uses & 0xf;
            if (dc[c] > 3 || ac[c] > 3) throw new IOException("its JPEG scan is damaged");
        }
        return new JpegFrame(
                width,
                height,
                baseline && whole,
                ids,
                across,
                down,
                quantisation,
                dc,
                ac,
                restartEvery,
                transform,
                known,
                to);
    }

    private static int word(byte[] in, int at) {
        return (in[at] & 0xff) << 8 | in[at + 1] & 0xff;
    }
}
