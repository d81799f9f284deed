package org.coverslip.explain;

import ij.plugin.LutLoader;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import org.coverslip.RefusedException;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.report.HeatColours;

/**
 * How heat is drawn: colours for 0 to 1, and how far they cover the picture. What is cold stays as
 * it is, so that a reader sees the tissue there: cover grows from nothing at 0 to {@code alpha}
 * from a half on.
 */
public final class HeatLook {

    /** The colours of this program's other heat maps. */
    public static final String OWN = "inferno";

    private static final double FULL_COVER = 0.5;

    private final int[] colours;
    private final double alpha;

    private HeatLook(int[] colours, double alpha) {
        this.colours = colours;
        this.alpha = alpha;
    }

    /**
     * @param lut {@code inferno}, or a LUT that ImageJ has built in or in its folder {@code luts},
     *     as {@code fire}, {@code ice}, {@code spectrum}
     * @param alpha cover where it is hot, 0 to 1
     * @throws RefusedException if there is no such LUT
     */
    public static HeatLook of(String lut, double alpha) {
        int[] colours = new int[256];
        if (lut.isBlank() || lut.strip().equalsIgnoreCase(OWN)) {
            for (int i = 0; i < 256; i++) colours[i] = HeatColours.rgb(i / 255.0);
            return new HeatLook(colours, alpha);
        }
        IndexColorModel loaded = LutLoader.getLut(lut.strip());
        if (loaded == null) {
            throw new RefusedException(
                    "lut=" + lut,
                    "ImageJ has no such lookup table",
                    "use inferno, fire, ice, spectrum, grays, or one of ImageJ's folder luts");
        }
        for (int i = 0; i < 256; i++) colours[i] = loaded.getRGB(i) & 0xffffff;
        return new HeatLook(colours, alpha);
    }

    /** The colour of a value, 0xRRGGBB. */
    public int rgb(float value) {
        return colours[Math.round(Math.max(0, Math.min(1, value)) * 255)];
    }

    /** How far that colour covers the picture, 0 to 1. */
    public double cover(float value) {
        return alpha * Math.max(0, Math.min(1, value / FULL_COVER));
    }

    /**
     * The picture with the heat over it.
     *
     * @param picture of the same extent as the heat is wanted at
     * @param heat 0 to 1; NaN leaves the picture as it is
     */
    BufferedImage over(BufferedImage picture, RawHeat heat) {
        int w = picture.getWidth();
        int h = picture.getHeight();
        RawHeat fine = heat.resized(w, h);
        BufferedImage out = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        for (int y = 0, i = 0; y < h; y++) {
            for (int x = 0; x < w; x++, i++) {
                float v = fine.values()[i];
                int below = picture.getRGB(x, y) & 0xffffff;
                out.setRGB(x, y, Float.isNaN(v) ? below : mix(below, rgb(v), cover(v)));
            }
        }
        return out;
    }

    /** The heat alone in its colours. */
    BufferedImage alone(RawHeat heat, int width, int height) {
        RawHeat fine = heat.resized(width, height);
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < fine.values().length; i++) {
            float v = fine.values()[i];
            out.setRGB(i % width, i / width, Float.isNaN(v) ? 0x808080 : rgb(v));
        }
        return out;
    }

    private static int mix(int a, int b, double part) {
        int rgb = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = a >> shift & 0xff;
            int to = b >> shift & 0xff;
            rgb |= (int) Math.round(from + (to - from) * part) << shift;
        }
        return rgb;
    }
}
