package org.coverslip.tile;

import java.util.Arrays;

/** What tissue looks like on a slide, which decides how it is told from glass. */
public enum TissueKind {
    /** Coloured on bright glass, as H and E or immunohistochemistry under transmitted light. */
    STAINED,
    /** Bright on a dark ground; every channel counts. */
    FLUORESCENCE;

    private static final float DARK = 96;

    /**
     * Chooses the kind: stained if the channels are red, green, blue and the median of their mean
     * is at least 96 of 255, not counting pixels that are exactly black (scanners fill what they
     * left out with it); else fluorescence.
     */
    public static TissueKind of(Overview image) {
        if (!image.rgb() || image.channels() < 3) return FLUORESCENCE;
        float[] r = image.plane(0);
        float[] g = image.plane(1);
        float[] b = image.plane(2);
        float[] mean = new float[r.length];
        int n = 0;
        for (int i = 0; i < r.length; i++) {
            float sum = r[i] + g[i] + b[i];
            if (sum > 0) mean[n++] = sum / 3;
        }
        if (n == 0) return STAINED;
        Arrays.sort(mean, 0, n);
        return mean[n / 2] >= DARK ? STAINED : FLUORESCENCE;
    }
}
