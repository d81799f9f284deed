package org.coverslip.tile;

/**
 * Tells stained tissue from glass by its colour: chroma, the difference between the largest and the
 * smallest of red, green and blue, above Otsu's threshold. Glass edges, shadows, vignetting and
 * what the scanner left black are grey and have none.
 *
 * <p>NB: chroma, not the saturation of HSV, which divides it by the brightness and is noise where
 * it is dark: on CMU-1 at 5 um per pixel, the plain threshold overlaps histolab's mask by 0.69
 * against 0.65. The threshold is kept between 10 and 15: above, Otsu parts nuclei from pale
 * connective tissue (on CMU-1 at 8 um, closed by 25 um, 0.80 becomes 0.85); below, it parts the
 * noise of empty glass.
 */
final class StainedTissue {

    private static final int LOWEST = 10;
    private static final int HIGHEST = 15;

    /** What may be glass: bright, and of almost no colour. */
    private static final int GLASS_BRIGHTNESS = 180;

    private static final int GLASS_CHROMA = 24;
    private static final double LEAST_GLASS = 0.01;

    private final Overview image;
    private final float[] gain;

    StainedTissue(Overview image) {
        this.image = image;
        this.gain = whiteBalance();
    }

    /** Factors that make the glass, at the median of what may be it, white. */
    private float[] whiteBalance() {
        GreyLevels[] levels = {new GreyLevels(), new GreyLevels(), new GreyLevels()};
        int n = image.plane(0).length;
        for (int i = 0; i < n; i++) {
            float r = image.plane(0)[i];
            float g = image.plane(1)[i];
            float b = image.plane(2)[i];
            float min = Math.min(r, Math.min(g, b));
            float max = Math.max(r, Math.max(g, b));
            if (min < GLASS_BRIGHTNESS || max - min > GLASS_CHROMA) continue;
            for (int c = 0; c < 3; c++) levels[c].add(Math.min(255, Math.round(value(c, i))));
        }
        float[] factors = {1, 1, 1};
        if (levels[0].total() < LEAST_GLASS * n) return factors;
        for (int c = 0; c < 3; c++) factors[c] = 255f / levels[c].quantile(0.5);
        return factors;
    }

    private float value(int c, int i) {
        return image.plane(c)[i];
    }

    /** Red, green or blue of a pixel, 0 to 255, as it would be on white glass. */
    private float balanced(int c, int i) {
        return Math.max(0, Math.min(255, value(c, i) * gain[c]));
    }

    /** Where pen marks may be: single pixels, not yet tidied. */
    BinaryImage ink() {
        BinaryImage ink = new BinaryImage(image.width(), image.height());
        for (int i = 0; i < ink.pixels.length; i++) {
            if (InkColour.is(balanced(0, i), balanced(1, i), balanced(2, i))) ink.set(i);
        }
        return ink;
    }

    /** Coloured pixels, outside {@code ink} and with a threshold that does not look at it. */
    BinaryImage tissue(BinaryImage ink) {
        GreyLevels levels = new GreyLevels();
        byte[] chroma = new byte[ink.pixels.length];
        for (int i = 0; i < chroma.length; i++) {
            if (ink.get(i)) continue;
            float r = balanced(0, i);
            float g = balanced(1, i);
            float b = balanced(2, i);
            int c = Math.round(Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b)));
            chroma[i] = (byte) c;
            levels.add(c);
        }
        int threshold = Math.max(LOWEST, Math.min(HIGHEST, levels.otsu()));
        BinaryImage tissue = new BinaryImage(image.width(), image.height());
        for (int i = 0; i < chroma.length; i++) if ((chroma[i] & 0xff) > threshold) tissue.set(i);
        return tissue;
    }
}
