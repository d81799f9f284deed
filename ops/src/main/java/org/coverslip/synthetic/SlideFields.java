package org.coverslip.synthetic;

import java.util.Arrays;

/**
 * The slow functions of place that a slide follows: where tissue is, what kind, how fibres run.
 * Computed at the nodes of a lattice and interpolated between them (see {@link FieldWindow}).
 *
 * <p>Scores of borders are in um, roughly the distance to the border, positive inside.
 */
final class SlideFields {

    /** Numbers of the fields. */
    static final int TISSUE = 0;

    static final int TUMOUR = 1;
    static final int STROMA = 2;

    /** Direction of fibres in eighths of a half turn; counts on beyond 8. */
    static final int FIBRES = 3;

    /** Displacements in um that make straight things wavy. */
    static final int WAVE_X = 4;

    static final int WAVE_Y = 5;

    /** Staining, relative, about 1. */
    static final int STAIN = 6;

    static final int COUNT = 7;

    private static final double SEPTA = 170;
    private static final double EVERYWHERE = 1e8;

    /** Aim for so many sample points when shares are turned into thresholds. */
    private static final int SAMPLES = 160_000;

    private final SlideParameters p;
    private final TissueShape shape;
    private final SmoothNoise tumour;
    private final SmoothNoise stroma;
    private final SmoothNoise septa;
    private final SmoothNoise fibres;
    private final SmoothNoise waveX;
    private final SmoothNoise waveY;
    private final SmoothNoise stain;
    private final double scale;
    private final double septum;
    private final double tissueFrom;
    private final double tumourFrom;
    private final double stromaFrom;

    SlideFields(SlideParameters p) {
        this.p = p;
        shape = new TissueShape(p);
        tumour = new SmoothNoise(p.seed(), 20);
        stroma = new SmoothNoise(p.seed(), 21);
        septa = new SmoothNoise(p.seed(), 22);
        fibres = new SmoothNoise(p.seed(), 23);
        waveX = new SmoothNoise(p.seed(), 24);
        waveY = new SmoothNoise(p.seed(), 25);
        stain = new SmoothNoise(p.seed(), 26);
        double side = Math.min(p.width(), p.height()) * p.spacing();
        scale = Math.max(80, Math.min(2200, side * 0.25));
        double[][] samples = samples();
        // NB: where nearly all is to be tumour there is little room for what lies between its
        // nests: with these shares of septa and of broad stroma enough is left for any tumour.
        double rest = 1 - p.tumour();
        double broad = 0.42 * rest * Math.min(1, 2 * rest);
        septum = -threshold(samples[3], side < 3 * SEPTA ? 0 : Math.min(0.25, 0.6 * rest));
        tissueFrom = threshold(samples[0], p.tissue());
        double[] inside = keep(samples[0], tissueFrom, samples[2]);
        stromaFrom = threshold(inside, broad);
        tumourFrom = tumourThreshold(samples);
    }

    /** Samples of the raw tissue, tumour, stroma and septa scores over the slide. */
    private double[][] samples() {
        double cell = Math.sqrt((double) p.width() * p.height() / SAMPLES);
        int nx = (int) Math.max(1, Math.min(p.width(), Math.round(p.width() / cell)));
        int ny = (int) Math.max(1, Math.min(p.height(), Math.round(p.height() / cell)));
        double[][] samples = new double[4][nx * ny];
        for (int j = 0; j < ny; j++) {
            for (int i = 0; i < nx; i++) {
                double x = (i + 0.5) * p.width() / nx * p.spacing();
                double y = (j + 0.5) * p.height() / ny * p.spacing();
                int at = j * nx + i;
                samples[0][at] = shape.at(x, y);
                samples[1][at] = tumourScore(x, y);
                samples[2][at] = stromaScore(x, y);
                samples[3][at] = -septumNoise(x, y);
            }
        }
        return samples;
    }

    /** The score that a share of the values passes. */
    private static double threshold(double[] values, double share) {
        if (share <= 0 || values.length == 0) return EVERYWHERE;
        if (share >= 1) return -EVERYWHERE;
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int at = (int) Math.round((1 - share) * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length - 1, at))];
    }

    private static double[] keep(double[] tissue, double from, double[] values) {
        double[] kept = new double[values.length];
        int n = 0;
        for (int i = 0; i < values.length; i++) if (tissue[i] > from) kept[n++] = values[i];
        return Arrays.copyOf(kept, n);
    }

    private double tumourThreshold(double[][] s) {
        double[] free = new double[s[0].length];
        int inside = 0;
        int n = 0;
        for (int i = 0; i < free.length; i++) {
            if (s[0][i] <= tissueFrom) continue;
            inside++;
            if (s[2][i] <= stromaFrom && s[3][i] <= -septum) free[n++] = s[1][i];
        }
        return threshold(Arrays.copyOf(free, n), n == 0 ? 0 : p.tumour() * inside / n);
    }

    private double tumourScore(double x, double y) {
        return tumour.at(x / scale, y / scale, 4) * scale / 2;
    }

    private double stromaScore(double x, double y) {
        return stroma.at(x / scale * 1.4, y / scale * 1.4, 4) * scale / 2;
    }

    /** Bands of stroma between nests of tumour: where noise is near zero. */
    private double septumScore(double x, double y) {
        return (septum - septumNoise(x, y)) * SEPTA / 2;
    }

    private double septumNoise(double x, double y) {
        return Math.abs(septa.at(x / SEPTA, y / SEPTA, 2));
    }

    /** The tissue score alone; um inside. */
    double tissue(double x, double y) {
        return tissueFrom <= -EVERYWHERE || tissueFrom >= EVERYWHERE
                ? -tissueFrom
                : shape.at(x, y) - tissueFrom;
    }

    /**
     * All fields at a place.
     *
     * @param x, y um from the slide's corner
     * @param out receives {@link #COUNT} values from {@code at} on
     */
    void at(double x, double y, float[] out, int at) {
        double nest = tumourScore(x, y) - tumourFrom;
        double between = Math.min(nest, septumScore(x, y));
        out[at + TISSUE] = (float) tissue(x, y);
        out[at + TUMOUR] = (float) nest;
        out[at + STROMA] = (float) Math.max(stromaScore(x, y) - stromaFrom, between);
        out[at + FIBRES] = (float) (14 * fibres.at(x / 420, y / 420, 2));
        out[at + WAVE_X] = (float) (60 * waveX.at(x / 130, y / 130, 3));
        out[at + WAVE_Y] = (float) (60 * waveY.at(x / 130, y / 130, 3));
        out[at + STAIN] = (float) (1 + 0.25 * stain.at(x / 700, y / 700, 3));
    }
}
