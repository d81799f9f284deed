package org.coverslip.slide.pyramid;

/**
 * From decoded components to channels of full size, with libjpeg's arithmetic: triangle filter for
 * colour that is stored at half size ({@code jdsample.c}), YCbCr to RGB after JFIF in 16 bit fixed
 * point ({@code jdcolor.c}).
 */
// NB: the loops over ints are such that the Java compiler makes vector code of them: one array and
// offset each, nothing else in the body. Samples of even and odd x lie apart for the same reason.
final class JpegColour {

    private static final int SHIFT = 16;
    private static final int HALF = 1 << (SHIFT - 1);
    private static final int R_CR = 91881;
    private static final int G_CB = 22554;
    private static final int G_CR = 46802;
    private static final int B_CB = 116130;

    private int[][] sums = new int[2][0];
    private int[][] spread = new int[4][0];
    private int[] channel = new int[0];

    /**
     * Whether all components have full size, or two of three the half width or width and height.
     */
    static boolean supports(JpegFrame frame) {
        int n = frame.components();
        if (n == 1) return true;
        boolean even = true;
        for (int c = 0; c < n; c++) even &= frame.across()[c] == 1 && frame.down()[c] == 1;
        return even || halved(frame);
    }

    /** Whether colour is stored at half width. */
    static boolean halved(JpegFrame frame) {
        if (frame.components() != 3) return false;
        boolean colour = frame.across()[0] == 2 && frame.down()[0] <= 2;
        for (int c = 1; c < 3; c++) colour &= frame.across()[c] == 1 && frame.down()[c] == 1;
        // NB: libjpeg does without the filter where colour has one or two columns.
        return colour && frame.width() > 4;
    }

    /** Turns the three samples at {@code at} into red, green and blue. */
    static void toRgb(int[] row, int at) {
        int y = row[at];
        int cb = row[at + 1] - 128;
        int cr = row[at + 2] - 128;
        row[at] = limit(y + (R_CR * cr + HALF >> SHIFT));
        row[at + 1] = limit(y + (HALF - G_CB * cb - G_CR * cr >> SHIFT));
        row[at + 2] = limit(y + (B_CB * cb + HALF >> SHIFT));
    }

    /**
     * @param planes components; the first with its odd columns behind its even ones if {@link
     *     #halved}
     * @param stride of the first component's rows; that of the others is half of it if {@link
     *     #halved}
     * @param out filled with samples, x fastest, then y, then channel
     */
    void write(
            JpegFrame frame, int[][] planes, int stride, boolean ycc, TileSize tile, byte[] out) {
        if (channel.length < stride) {
            channel = new int[stride];
            sums = new int[2][stride];
            spread = new int[4][stride];
        }
        int w = tile.width();
        int area = w * tile.height();
        for (int y = 0; y < tile.height(); y++) {
            if (halved(frame)) {
                halfRow(frame, planes, stride, ycc, y, w, area, out);
            } else if (ycc) {
                int at = y * stride;
                red(channel, planes[0], at, planes[2], at, w);
                narrow(channel, 0, out, y * w, w);
                green(channel, planes[0], at, planes[1], planes[2], at, w);
                narrow(channel, 0, out, area + y * w, w);
                blue(channel, planes[0], at, planes[1], at, w);
                narrow(channel, 0, out, 2 * area + y * w, w);
            } else {
                for (int c = 0; c < frame.components(); c++) {
                    narrow(planes[c], y * stride, out, c * area + y * w, w);
                }
            }
        }
    }

    private void halfRow(
            JpegFrame frame,
            int[][] planes,
            int stride,
            boolean ycc,
            int y,
            int w,
            int area,
            byte[] out) {
        int half = stride / 2;
        int n = (frame.width() + 1) / 2;
        boolean both = frame.down()[0] == 2;
        for (int c = 1; c < 3; c++) {
            int[] even = spread[2 * c - 2];
            int[] odd = spread[2 * c - 1];
            if (both) {
                int rows = (frame.height() + 1) / 2;
                int near = y >> 1;
                int far = Math.max(0, Math.min(rows - 1, (y & 1) == 0 ? near - 1 : near + 1));
                sum(sums[0], planes[c], near * half, far * half, n);
                spreadBoth(even, odd, sums[0], n);
            } else {
                spreadAcross(even, odd, planes[c], y * half, n);
            }
        }
        int at = y * stride;
        int to = y * w;
        int evens = (w + 1) / 2;
        int odds = w / 2;
        int[] luma = planes[0];
        if (!ycc) {
            narrow2(luma, at, out, to, evens);
            narrow2(luma, at + half, out, to + 1, odds);
            for (int c = 1; c < 3; c++) {
                narrow2(spread[2 * c - 2], 0, out, c * area + to, evens);
                narrow2(spread[2 * c - 1], 0, out, c * area + to + 1, odds);
            }
            return;
        }
        red(channel, luma, at, spread[2], 0, evens);
        red(sums[0], luma, at + half, spread[3], 0, odds);
        weave(channel, sums[0], out, to, w);
        green(channel, luma, at, spread[0], spread[2], 0, evens);
        green(sums[0], luma, at + half, spread[1], spread[3], 0, odds);
        weave(channel, sums[0], out, area + to, w);
        blue(channel, luma, at, spread[0], 0, evens);
        blue(sums[0], luma, at + half, spread[1], 0, odds);
        weave(channel, sums[0], out, 2 * area + to, w);
    }

    private static void sum(int[] to, int[] plane, int near, int far, int n) {
        for (int i = 0; i < n; i++) to[i] = 3 * plane[near + i] + plane[far + i];
    }

    private static void spreadBoth(int[] even, int[] odd, int[] s, int n) {
        for (int i = 1; i < n; i++) even[i] = 3 * s[i] + s[i - 1] + 8 >> 4;
        for (int i = 0; i < n - 1; i++) odd[i] = 3 * s[i] + s[i + 1] + 7 >> 4;
        even[0] = 4 * s[0] + 8 >> 4;
        odd[n - 1] = 4 * s[n - 1] + 7 >> 4;
    }

    private static void spreadAcross(int[] even, int[] odd, int[] s, int at, int n) {
        for (int i = 1; i < n; i++) even[i] = 3 * s[at + i] + s[at + i - 1] + 1 >> 2;
        for (int i = 0; i < n - 1; i++) odd[i] = 3 * s[at + i] + s[at + i + 1] + 2 >> 2;
        even[0] = s[at];
        odd[n - 1] = s[at + n - 1];
    }

    private static void red(int[] to, int[] luma, int at, int[] cr, int from, int n) {
        for (int i = 0; i < n; i++) {
            int v = luma[at + i] + (R_CR * (cr[from + i] - 128) + HALF >> SHIFT);
            to[i] = Math.max(0, Math.min(255, v));
        }
    }

    private static void green(int[] to, int[] luma, int at, int[] cb, int[] cr, int from, int n) {
        for (int i = 0; i < n; i++) {
            int chroma = G_CB * (cb[from + i] - 128) + G_CR * (cr[from + i] - 128);
            int v = luma[at + i] + (HALF - chroma >> SHIFT);
            to[i] = Math.max(0, Math.min(255, v));
        }
    }

    private static void blue(int[] to, int[] luma, int at, int[] cb, int from, int n) {
        for (int i = 0; i < n; i++) {
            int v = luma[at + i] + (B_CB * (cb[from + i] - 128) + HALF >> SHIFT);
            to[i] = Math.max(0, Math.min(255, v));
        }
    }

    private static void narrow(int[] from, int at, byte[] to, int start, int n) {
        for (int i = 0; i < n; i++) to[start + i] = (byte) from[at + i];
    }

    private static void narrow2(int[] from, int at, byte[] to, int start, int n) {
        for (int i = 0; i < n; i++) to[start + 2 * i] = (byte) from[at + i];
    }

    private static void weave(int[] even, int[] odd, byte[] to, int start, int n) {
        for (int i = 0; i < n >> 1; i++) {
            to[start + 2 * i] = (byte) even[i];
            to[start + 2 * i + 1] = (byte) odd[i];
        }
        if ((n & 1) == 1) to[start + n - 1] = (byte) even[n >> 1];
    }

    private static int limit(int v) {
        return Math.max(0, Math.min(255, v));
    }
}
