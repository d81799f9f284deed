package org.coverslip.slide.pyramid;

/**
 * The accurate integer inverse cosine transform of 8 x 8 coefficients (Loeffler, Ligtenberg and
 * Moschytz 1989), step by step as libjpeg's {@code jidctint.c} ("ISLOW") so that every sample is
 * the same as with libjpeg, libjpeg-turbo and what builds on them.
 */
final class InverseDct {

    private static final int BITS = 13;
    private static final int PASS = 2;
    private static final int F_0_298 = 2446;
    private static final int F_0_390 = 3196;
    private static final int F_0_541 = 4433;
    private static final int F_0_765 = 6270;
    private static final int F_0_899 = 7373;
    private static final int F_1_175 = 9633;
    private static final int F_1_501 = 12299;
    private static final int F_1_847 = 15137;
    private static final int F_1_961 = 16069;
    private static final int F_2_053 = 16819;
    private static final int F_2_562 = 20995;
    private static final int F_3_072 = 25172;

    private InverseDct() {}

    /** A block that has nothing but its mean. */
    static void flat(int dc, int[] out, int at, int stride, int half) {
        int v = limit((dc * 4 + 16) >> 5);
        int width = half == 0 ? 8 : 4;
        for (int y = 0, o = at; y < 8; y++, o += stride) {
            for (int x = 0; x < width; x++) out[o + x] = v;
            if (half == 0) continue;
            for (int x = 0; x < width; x++) out[o + half + x] = v;
        }
    }

    /**
     * @param c coefficients times their quantisation, row by row; overwritten
     * @param columns bit x is set if a coefficient in column x other than in row 0 may be non-zero
     * @param right whether any coefficient in columns 4 to 7 may be non-zero
     * @param lower whether any coefficient in rows 4 to 7 may be non-zero
     * @param out samples 0 to 255
     * @param at index of the first
     * @param stride from row to row
     * @param half 0 where samples follow each other; else samples of even x lie together, and
     *     {@code half} further on those of odd x
     */
    static void transform(
            int[] c,
            int columns,
            boolean right,
            boolean lower,
            int[] out,
            int at,
            int stride,
            int half) {
        int last = right ? 8 : 4;
        for (int x = 0; x < last; x++) {
            if ((columns >> x & 1) == 0) {
                int v = c[x] << PASS;
                c[x] = v;
                c[x + 8] = v;
                c[x + 16] = v;
                c[x + 24] = v;
                c[x + 32] = v;
                c[x + 40] = v;
                c[x + 48] = v;
                c[x + 56] = v;
            } else if (lower) {
                column(c, x);
            } else {
                shortColumn(c, x);
            }
        }
        int step = half == 0 ? 2 : 1;
        int odd = half == 0 ? 1 : half;
        if (right) {
            for (int y = 0, o = at; y < 64; y += 8, o += stride) row(c, y, out, o, odd, step);
        } else {
            for (int y = 0, o = at; y < 64; y += 8, o += stride) shortRow(c, y, out, o, odd, step);
        }
    }

    private static void column(int[] c, int x) {
        int z2 = c[x + 16];
        int z3 = c[x + 48];
        int z1 = (z2 + z3) * F_0_541;
        int t2 = z1 - z3 * F_1_847;
        int t3 = z1 + z2 * F_0_765;
        int t0 = (c[x] + c[x + 32]) << BITS;
        int t1 = (c[x] - c[x + 32]) << BITS;
        int round = 1 << (BITS - PASS - 1);
        int e0 = t0 + t3 + round;
        int e3 = t0 - t3 + round;
        int e1 = t1 + t2 + round;
        int e2 = t1 - t2 + round;
        t0 = c[x + 56];
        t1 = c[x + 40];
        t2 = c[x + 24];
        t3 = c[x + 8];
        z1 = t0 + t3;
        z2 = t1 + t2;
        z3 = t0 + t2;
        int z4 = t1 + t3;
        int z5 = (z3 + z4) * F_1_175;
        z1 *= -F_0_899;
        z2 *= -F_2_562;
        z3 = z3 * -F_1_961 + z5;
        z4 = z4 * -F_0_390 + z5;
        t0 = t0 * F_0_298 + z1 + z3;
        t1 = t1 * F_2_053 + z2 + z4;
        t2 = t2 * F_3_072 + z2 + z3;
        t3 = t3 * F_1_501 + z1 + z4;
        store(c, x, e0, e1, e2, e3, t0, t1, t2, t3);
    }

    /** As {@link #column}, the four lower coefficients being zero. */
    private static void shortColumn(int[] c, int x) {
        int z2 = c[x + 16];
        int t2 = z2 * F_0_541;
        int t3 = t2 + z2 * F_0_765;
        int t0 = (c[x] << BITS) + (1 << (BITS - PASS - 1));
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t0 + t2;
        int e2 = t0 - t2;
        t2 = c[x + 24];
        t3 = c[x + 8];
        int z5 = (t2 + t3) * F_1_175;
        int z1 = t3 * -F_0_899;
        z2 = t2 * -F_2_562;
        int z3 = t2 * -F_1_961 + z5;
        int z4 = t3 * -F_0_390 + z5;
        store(
                c,
                x,
                e0,
                e1,
                e2,
                e3,
                z1 + z3,
                z2 + z4,
                t2 * F_3_072 + z2 + z3,
                t3 * F_1_501 + z1 + z4);
    }

    private static void store(
            int[] c, int x, int e0, int e1, int e2, int e3, int t0, int t1, int t2, int t3) {
        c[x] = e0 + t3 >> BITS - PASS;
        c[x + 56] = e0 - t3 >> BITS - PASS;
        c[x + 8] = e1 + t2 >> BITS - PASS;
        c[x + 48] = e1 - t2 >> BITS - PASS;
        c[x + 16] = e2 + t1 >> BITS - PASS;
        c[x + 40] = e2 - t1 >> BITS - PASS;
        c[x + 24] = e3 + t0 >> BITS - PASS;
        c[x + 32] = e3 - t0 >> BITS - PASS;
    }

    private static void row(int[] c, int y, int[] out, int o, int odd, int step) {
        int z2 = c[y + 2];
        int z3 = c[y + 6];
        int z1 = (z2 + z3) * F_0_541;
        int t2 = z1 - z3 * F_1_847;
        int t3 = z1 + z2 * F_0_765;
        int t0 = (c[y] + c[y + 4]) << BITS;
        int t1 = (c[y] - c[y + 4]) << BITS;
        int round = 1 << (BITS + PASS + 2);
        int e0 = t0 + t3 + round;
        int e3 = t0 - t3 + round;
        int e1 = t1 + t2 + round;
        int e2 = t1 - t2 + round;
        t0 = c[y + 7];
        t1 = c[y + 5];
        t2 = c[y + 3];
        t3 = c[y + 1];
        z1 = t0 + t3;
        z2 = t1 + t2;
        z3 = t0 + t2;
        int z4 = t1 + t3;
        int z5 = (z3 + z4) * F_1_175;
        z1 *= -F_0_899;
        z2 *= -F_2_562;
        z3 = z3 * -F_1_961 + z5;
        z4 = z4 * -F_0_390 + z5;
        t0 = t0 * F_0_298 + z1 + z3;
        t1 = t1 * F_2_053 + z2 + z4;
        t2 = t2 * F_3_072 + z2 + z3;
        t3 = t3 * F_1_501 + z1 + z4;
        put(out, o, odd, step, e0, e1, e2, e3, t0, t1, t2, t3);
    }

    /** As {@link #row}, the four right coefficients being zero. */
    private static void shortRow(int[] c, int y, int[] out, int o, int odd, int step) {
        int z2 = c[y + 2];
        int t2 = z2 * F_0_541;
        int t3 = t2 + z2 * F_0_765;
        int t0 = (c[y] << BITS) + (1 << (BITS + PASS + 2));
        int e0 = t0 + t3;
        int e3 = t0 - t3;
        int e1 = t0 + t2;
        int e2 = t0 - t2;
        t2 = c[y + 3];
        t3 = c[y + 1];
        int z5 = (t2 + t3) * F_1_175;
        int z1 = t3 * -F_0_899;
        z2 = t2 * -F_2_562;
        int z3 = t2 * -F_1_961 + z5;
        int z4 = t3 * -F_0_390 + z5;
        put(
                out,
                o,
                odd,
                step,
                e0,
                e1,
                e2,
                e3,
                z1 + z3,
                z2 + z4,
                t2 * F_3_072 + z2 + z3,
                t3 * F_1_501 + z1 + z4);
    }

    private static void put(
            int[] out,
            int o,
            int odd,
            int step,
            int e0,
            int e1,
            int e2,
            int e3,
            int t0,
            int t1,
            int t2,
            int t3) {
        int shift = BITS + PASS + 3;
        int p = o + odd;
        out[o] = limit(e0 + t3 >> shift);
        out[p + 3 * step] = limit(e0 - t3 >> shift);
        out[p] = limit(e1 + t2 >> shift);
        out[o + 3 * step] = limit(e1 - t2 >> shift);
        out[o + step] = limit(e2 + t1 >> shift);
        out[p + 2 * step] = limit(e2 - t1 >> shift);
        out[p + step] = limit(e3 + t0 >> shift);
        out[o + 2 * step] = limit(e3 - t0 >> shift);
    }

    private static int limit(int v) {
        return Math.max(0, Math.min(255, v + 128));
    }
}
