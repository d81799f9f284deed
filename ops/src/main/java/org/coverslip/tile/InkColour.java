package org.coverslip.tile;

/**
 * The colours of pens on glass that stained tissue does not have: any green or cyan; blue and red
 * far more saturated than haematoxylin and eosin; near black without colour. In degrees of hue,
 * haematoxylin lies at 240 to 290, eosin at 310 to 345, diaminobenzidine at 15 to 45.
 */
final class InkColour {

    private InkColour() {}

    /**
     * @param r red, 0 to 255 on white glass
     * @param g green
     * @param b blue
     */
    static boolean is(float r, float g, float b) {
        float max = Math.max(r, Math.max(g, b));
        float chroma = max - Math.min(r, Math.min(g, b));
        if (max < 70 && max > 0 && chroma < 45) return true;
        if (chroma < 40) return false;
        float saturation = chroma / max;
        float hue = hue(r, g, b, max, chroma);
        if (hue >= 75 && hue < 195) return saturation >= 0.25;
        if (hue >= 195 && hue < 250) return saturation >= 0.5 && chroma >= 80;
        return (hue >= 345 || hue < 15) && saturation >= 0.8 && max >= 120;
    }

    /** Degrees from 0 (red) over 120 (green) and 240 (blue) to 360. */
    private static float hue(float r, float g, float b, float max, float chroma) {
        float sixth;
        if (max == r) sixth = (g - b) / chroma;
        else if (max == g) sixth = (b - r) / chroma + 2;
        else sixth = (r - g) / chroma + 4;
        return sixth < 0 ? 60 * sixth + 360 : 60 * sixth;
    }
}
