package org.coverslip.report;

/**
 * Colours for probabilities 0 to 1: the map "inferno" of matplotlib (Smith and van der Walt, CC0),
 * which grows evenly in lightness and can be read in grey print and with colour vision deficiency.
 * Interpolated between nine of its colours.
 */
public final class HeatColours {

    private static final int[] STOPS = {
        0x000004, 0x1f0c48, 0x550f6d, 0x88226a, 0xba3655, 0xe35933, 0xf98c0a, 0xf9c932, 0xfcffa4
    };

    private HeatColours() {}

    /**
     * @param value clamped to 0 to 1
     */
    public static int rgb(double value) {
        double at = Math.max(0, Math.min(1, value)) * (STOPS.length - 1);
        int i = Math.min(STOPS.length - 2, (int) at);
        double f = at - i;
        return mix(STOPS[i], STOPS[i + 1], f);
    }

    /** Colour {@code a} with the part {@code f} of colour {@code b}. */
    static int mix(int a, int b, double f) {
        int rgb = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = a >> shift & 0xff;
            int to = b >> shift & 0xff;
            rgb |= (int) Math.round(from + (to - from) * f) << shift;
        }
        return rgb;
    }
}
