package org.coverslip.tile;

/** What tissue looks like on a slide, which decides how it is told from glass. */
public enum TissueKind {
    /** Coloured on bright glass, as H and E or immunohistochemistry under transmitted light. */
    STAINED,
    /** Bright on a dark ground; every channel counts. */
    FLUORESCENCE;

    private static final int DARK = 96;

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
        GreyLevels levels = new GreyLevels();
        for (int i = 0; i < r.length; i++) {
            float sum = r[i] + g[i] + b[i];
            if (sum > 0) levels.add(Math.min(255, Math.round(sum / 3)));
        }
        boolean bright = levels.total() == 0 || levels.quantile(0.5) >= DARK;
        return bright ? STAINED : FLUORESCENCE;
    }
}
