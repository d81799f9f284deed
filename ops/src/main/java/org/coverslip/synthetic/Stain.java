package org.coverslip.synthetic;

/**
 * Colour of the stains, by Lambert and Beer: amounts times optical densities (base 10) per channel.
 * The densities are QuPath's defaults for H&amp;E, varied a little per slide, as are strength and
 * the lamp.
 */
final class Stain {

    private static final double[] HAEMATOXYLIN = {0.651, 0.701, 0.290};
    private static final double[] EOSIN = {0.216, 0.801, 0.558};

    private static final int STEPS = 4096;
    private static final double DENSEST = 3;

    /** The glass repeats after so many pixels, so that all its tiles are equal. */
    private static final int GLASS = 256;

    private static final float[] TRANSMITTED = new float[(int) (STEPS * DENSEST)];

    static {
        for (int i = 0; i < TRANSMITTED.length; i++) {
            TRANSMITTED[i] = (float) StrictMath.pow(10, -(double) i / STEPS);
        }
    }

    private final float[] h = new float[3];
    private final float[] e = new float[3];
    private final float[] glass = new float[GLASS * GLASS * 3];
    private final long seed;

    Stain(long seed) {
        this.seed = seed;
        Counter draw = Counter.of(seed, 70, 0, 0);
        double blue = draw.next(0.85, 1.2);
        double pink = draw.next(0.8, 1.25);
        double[] lamp = new double[3];
        for (int c = 0; c < 3; c++) {
            h[c] = (float) (STEPS * blue * HAEMATOXYLIN[c] * draw.next(0.93, 1.07));
            e[c] = (float) (STEPS * pink * EOSIN[c] * draw.next(0.93, 1.07));
            lamp[c] = draw.next(240, 246);
        }
        SmoothNoise uneven = SmoothNoise.periodic(seed, 71, 2);
        for (int i = 0; i < GLASS * GLASS; i++) {
            double slow = 1.2 * uneven.at((i % GLASS) / 128.0, (i / GLASS) / 128.0);
            for (int c = 0; c < 3; c++) {
                glass[3 * i + c] = (float) (lamp[c] + slow + draw.next(-0.9, 0.9));
            }
        }
    }

    /** Densities of one unit of haematoxylin in red, green and blue. */
    double[] haematoxylin() {
        return new double[] {h[0] / STEPS, h[1] / STEPS, h[2] / STEPS};
    }

    /** Densities of one unit of eosin in red, green and blue. */
    double[] eosin() {
        return new double[] {e[0] / STEPS, e[1] / STEPS, e[2] / STEPS};
    }

    /** Fills a rectangle without tissue. */
    void glass(int x, int y, int w, int h, byte[] rgb) {
        int period = GLASS * 3;
        byte[] row = new byte[period];
        for (int j = 0; j < h; j++) {
            int from = (y + j & GLASS - 1) * period;
            for (int i = 0; i < period; i++) row[i] = round(glass[from + i]);
            int at = j * w * 3;
            int start = (x & GLASS - 1) * 3;
            for (int done = 0; done < w * 3; ) {
                int n = Math.min(period - start, w * 3 - done);
                System.arraycopy(row, start, rgb, at + done, n);
                done += n;
                start = 0;
            }
        }
    }

    /** Turns amounts of stain into red, green and blue, with the camera's noise. */
    void develop(Canvas canvas, byte[] rgb) {
        int at = 0;
        for (int j = 0; j < canvas.h; j++) {
            int y = canvas.y + j;
            for (int i = 0; i < canvas.w; i++, at++) {
                int x = canvas.x + i;
                int under = ((y & GLASS - 1) * GLASS + (x & GLASS - 1)) * 3;
                float blue = canvas.haematoxylin[at];
                float pink = canvas.eosin[at];
                if (blue == 0 && pink == 0) {
                    for (int c = 0; c < 3; c++) rgb[3 * at + c] = round(glass[under + c]);
                    continue;
                }
                long noise = Counter.mix(seed ^ ((long) y << 32 | x));
                float common = (noise & 0xffff) * (1 / 16384f) - 2;
                for (int c = 0; c < 3; c++) {
                    noise >>>= 16;
                    int density = (int) (blue * h[c] + pink * e[c]);
                    float light = TRANSMITTED[Math.min(density, TRANSMITTED.length - 1)];
                    float own = (noise & 0xffff) * (1 / 21845f) - 1.5f;
                    rgb[3 * at + c] = round(light * glass[under + c] + common + own);
                }
            }
        }
    }

    private static byte round(float v) {
        return (byte) Math.max(0, Math.min(255, (int) (v + 0.5f)));
    }
}
