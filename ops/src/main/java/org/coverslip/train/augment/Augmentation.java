package org.coverslip.train.augment;

import java.util.Locale;
import java.util.SplittableRandom;
import org.coverslip.RefusedException;
import org.coverslip.report.Numbers;

/**
 * What is changed in a picture before a network learns from it, drawn anew each time.
 *
 * @param flip mirrored left to right, and top to bottom, each in half of the cases
 * @param quarters turned by 0, 90, 180 or 270 degrees
 * @param degrees turned by up to this angle either way, 0 to 180
 * @param shift moved by up to this part of the edge, 0 to 0.5
 * @param zoom scaled by 1 / (1 + zoom) to 1 + zoom, 0 to 1
 * @param brightness values times 1 - brightness to 1 + brightness, 0 to 1
 * @param stain amounts of haematoxylin and of eosin times 1 - stain to 1 + stain, 0 to 1
 */
public record Augmentation(
        boolean flip,
        boolean quarters,
        double degrees,
        double shift,
        double zoom,
        double brightness,
        double stain) {

    public static final Augmentation NONE = new Augmentation(false, false, 0, 0, 0, 0, 0);

    /** Tissue has no upper side, and every laboratory stains in its own way. */
    public static final Augmentation SLIDES = new Augmentation(true, true, 0, 0, 0, 0.1, 0.2);

    /** For pictures that have an upper side, such as X-rays. */
    public static final Augmentation PICTURES =
            new Augmentation(false, false, 0, 0.05, 0.05, 0.1, 0);

    /**
     * Reads words and numbers as {@code flip,rotate,shift=0.1,zoom=0.1,brightness=0.1,stain=0.2};
     * {@code rotate} alone is by quarters, {@code rotate=15} by up to 15 degrees; {@code none}
     * changes nothing.
     *
     * @throws RefusedException for anything else, and numbers out of range
     */
    public static Augmentation parse(String text) {
        Augmentation a = NONE;
        if (text.strip().equalsIgnoreCase("none")) return a;
        for (String part : text.split(",", -1)) {
            String[] pair = part.strip().toLowerCase(Locale.ROOT).split("=", 2);
            a =
                    switch (pair[0]) {
                        case "flip" -> a.with(true, a.quarters, a.degrees);
                        case "rotate" ->
                                pair.length == 1
                                        ? a.with(a.flip, true, a.degrees)
                                        : a.with(a.flip, a.quarters, number(text, pair, 0, 180));
                        case "shift" ->
                                a.with(number(text, pair, 0.1, 0.5), a.zoom, a.brightness, a.stain);
                        case "zoom" ->
                                a.with(a.shift, number(text, pair, 0.1, 1), a.brightness, a.stain);
                        case "brightness" ->
                                a.with(a.shift, a.zoom, number(text, pair, 0.1, 1), a.stain);
                        case "stain" ->
                                a.with(a.shift, a.zoom, a.brightness, number(text, pair, 0.2, 1));
                        default -> throw unknown(text);
                    };
        }
        return a;
    }

    private Augmentation with(boolean flips, boolean turns, double angle) {
        return new Augmentation(flips, turns, angle, shift, zoom, brightness, stain);
    }

    private Augmentation with(double moved, double scaled, double light, double stained) {
        return new Augmentation(flip, quarters, degrees, moved, scaled, light, stained);
    }

    private static double number(String text, String[] pair, double usual, double most) {
        if (pair.length == 1) return usual;
        try {
            double value = Double.parseDouble(pair[1]);
            if (value >= 0 && value <= most) return value;
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
        throw new RefusedException(
                "augment=" + text,
                pair[0] + "=" + pair[1] + " is out of range",
                "give 0 to " + Numbers.text(most));
    }

    private static RefusedException unknown(String text) {
        return new RefusedException(
                "augment=" + text,
                "this is not known",
                "use none, or a list of flip, rotate, shift, zoom, brightness and stain, as in"
                        + " flip,rotate,stain=0.2");
    }

    /**
     * What of it leaves every pixel in its place. NB: for samples whose labels lie in the picture:
     * mirrored and turned without them, they taught two networks nothing.
     */
    public Augmentation colours() {
        return new Augmentation(false, false, 0, 0, 0, brightness, stain);
    }

    /**
     * Changes one picture.
     *
     * @param pixels [y][x][c] of {@code size * size * channels} values from 0 to 255; may be
     *     overwritten
     * @param size edge
     * @param channels stains are only changed where there are 3
     * @param seed of all draws
     * @return the changed picture, in this or another array
     */
    public float[] apply(float[] pixels, int size, int channels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] moved = new Geometry(this, random).apply(pixels, size, channels);
        if (stain > 0 && channels == 3) new StainJitter(stain, random).apply(moved);
        if (brightness > 0) {
            float gain = (float) random.nextDouble(1 - brightness, 1 + brightness);
            for (int i = 0; i < moved.length; i++) moved[i] = Math.min(255, moved[i] * gain);
        }
        return moved;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (flip) text.append(",flip");
        if (quarters) text.append(",rotate");
        if (degrees > 0) text.append(",rotate=").append(Numbers.text(degrees));
        if (shift > 0) text.append(",shift=").append(Numbers.text(shift));
        if (zoom > 0) text.append(",zoom=").append(Numbers.text(zoom));
        if (brightness > 0) text.append(",brightness=").append(Numbers.text(brightness));
        if (stain > 0) text.append(",stain=").append(Numbers.text(stain));
        return text.isEmpty() ? "none" : text.substring(1);
    }
}
