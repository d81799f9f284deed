package org.coverslip.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coverslip.RefusedException;

/**
 * All that decides what a synthetic slide shows.
 *
 * @param seed any number; another one gives another slide
 * @param width, height level-0 pixels, 64 to 1 000 000
 * @param spacing um per pixel, 0.1 to 2
 * @param tissue share of the slide that is tissue, 0 to 1
 * @param tumour share of the tissue that is tumour, 0 to 1; without meaning where there are
 *     textures
 * @param textures 0 for a slide with tumour, normal tissue and stroma as they lie in the body; else
 *     how many clearly different textures the tissue is made of, 1 to 5
 * @param ratios share of each texture; adds up to 1
 */
public record SlideParameters(
        long seed,
        int width,
        int height,
        double spacing,
        double tissue,
        double tumour,
        int textures,
        List<Double> ratios) {

    /** The regions that stand for textures 1 to 5. */
    public static final List<Region> TEXTURES =
            List.of(Region.TUMOUR, Region.NORMAL, Region.STROMA, Region.FAT, Region.LYMPHOID);

    private static final int SMALLEST = 64;
    private static final int LARGEST = 1_000_000;

    /**
     * Checks every value.
     *
     * @throws RefusedException with one sentence for the first that does not fit
     */
    public SlideParameters {
        within("width", width, SMALLEST, LARGEST);
        within("height", height, SMALLEST, LARGEST);
        within("spacing", spacing, 0.1, 2);
        within("tissue", tissue, 0, 1);
        within("tumour", tumour, 0, 1);
        within("textures", textures, 0, TEXTURES.size());
        ratios = shares(textures, ratios);
    }

    /** A slide of 0.5 um per pixel, half tissue, a third of it tumour. */
    public static SlideParameters of(long seed, int width, int height) {
        return new SlideParameters(seed, width, height, 0.5, 0.5, 0.35, 0, List.of());
    }

    public SlideParameters withSpacing(double um) {
        return new SlideParameters(seed, width, height, um, tissue, tumour, textures, ratios);
    }

    public SlideParameters withTissue(double share) {
        return new SlideParameters(seed, width, height, spacing, share, tumour, textures, ratios);
    }

    public SlideParameters withTumour(double share) {
        return new SlideParameters(seed, width, height, spacing, tissue, share, textures, ratios);
    }

    /**
     * @param count 1 to 5
     * @param parts relative size of each, above 0; none: all the same
     */
    public SlideParameters withTextures(int count, double... parts) {
        List<Double> list = Arrays.stream(parts).boxed().toList();
        return new SlideParameters(seed, width, height, spacing, tissue, tumour, count, list);
    }

    /** What the tissue is made of. */
    public List<Region> regions() {
        if (textures > 0) return TEXTURES.subList(0, textures);
        return List.of(Region.TUMOUR, Region.NORMAL, Region.STROMA);
    }

    private static void within(String name, double value, double min, double max) {
        if (value >= min && value <= max) return;
        throw new RefusedException(
                name + "=" + text(value),
                "this is out of range",
                "use " + text(min) + " to " + text(max));
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static List<Double> shares(int textures, List<Double> parts) {
        if (parts.isEmpty()) return even(textures);
        if (parts.size() != textures) {
            throw new RefusedException(
                    "ratios",
                    parts.size() + " were given for " + textures + " textures",
                    "give one number per texture, such as 3,1 for textures=2");
        }
        double sum = 0;
        for (double part : parts) {
            if (!(part > 0) || Double.isInfinite(part)) {
                throw new RefusedException(
                        "ratios", text(part) + " is no size", "give numbers above 0");
            }
            sum += part;
        }
        List<Double> shares = new ArrayList<>();
        for (double part : parts) shares.add(part / sum);
        return List.copyOf(shares);
    }

    private static List<Double> even(int textures) {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < textures; i++) shares.add(1.0 / textures);
        return List.copyOf(shares);
    }
}
