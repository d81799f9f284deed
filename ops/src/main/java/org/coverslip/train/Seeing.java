package org.coverslip.train;

import java.util.Locale;
import org.coverslip.RefusedException;
import org.coverslip.model.Normalization;
import org.coverslip.tile.ValueMapping;
import org.coverslip.train.augment.Augmentation;

/**
 * How a network sees pictures.
 *
 * @param size edge of its input in pixels, 8 to 2048; 0: that of the pictures where they are
 *     squares of one size up to 256, else 128
 * @param spacing um per pixel; above 0 makes a network for slides
 * @param normalize {@code featurewise}, or as {@link Normalization#parse} reads it
 * @param augment {@code auto} (see {@link Augmentation#SLIDES} and {@link Augmentation#PICTURES}),
 *     or as {@link Augmentation#parse} reads it
 * @param range what is black and white in pictures that are not 8 bit
 */
public record Seeing(
        int size, double spacing, String normalize, String augment, ValueMapping range) {

    public static final Seeing DEFAULT =
            new Seeing(0, 0, "0..1", "auto", new ValueMapping.Stored());

    static final int USUAL_SIZE = 128;
    static final int LARGEST_UNASKED = 256;

    public Seeing {
        if (size != 0 && (size < 8 || size > 2048)) {
            throw new RefusedException(
                    "size=" + size, "no network takes such pictures", "give 8 to 2048, 0: chosen");
        }
        if (!(spacing >= 0 && spacing <= 100)) {
            throw new RefusedException(
                    "spacing=" + spacing, "it is out of range", "give um per pixel, 0: no slides");
        }
        if (!isFeaturewise(normalize)) Normalization.parse(normalize);
        if (!isAuto(augment)) Augmentation.parse(augment);
    }

    private static boolean isFeaturewise(String text) {
        return text.strip().toLowerCase(Locale.ROOT).equals("featurewise");
    }

    private static boolean isAuto(String text) {
        return text.strip().equalsIgnoreCase("auto");
    }

    Augmentation augmentation() {
        if (!isAuto(augment)) return Augmentation.parse(augment);
        return spacing > 0 ? Augmentation.SLIDES : Augmentation.PICTURES;
    }

    public Seeing withSpacing(double um) {
        return new Seeing(size, um, normalize, augment, range);
    }

    public Seeing withSize(int edge) {
        return new Seeing(edge, spacing, normalize, augment, range);
    }
}
