package org.coverslip.train;

import java.util.List;
import java.util.Locale;
import org.coverslip.RefusedException;
import org.coverslip.model.Normalization;
import org.coverslip.model.step.Step;
import org.coverslip.tile.ValueMapping;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.prepare.PlainPixels;

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

    /** Edge where nobody says anything. */
    public static final int USUAL_SIZE = 128;

    static final int LARGEST_UNASKED = 256;

    private static final int LEAST_CROP = 32;

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

    /**
     * Augmentation of crops whose labels lie in the picture: only colours change, see {@link
     * Augmentation#colours}.
     */
    public Augmentation colours() {
        return (isAuto(augment) ? Augmentation.SLIDES : Augmentation.parse(augment)).colours();
    }

    /**
     * How pixel values from 0 to 255 become inputs, where that is known without looking at the
     * pictures.
     *
     * @param channels of the network's input
     * @throws RefusedException for {@code featurewise}, which is measured on pictures as a whole,
     *     and for numbers that do not fit the channels
     */
    public List<Step> steps(int channels) {
        if (!isFeaturewise(normalize)) {
            Normalization form = Normalization.parse(normalize);
            form.requireFits(PlainPixels.input(0, channels));
            return form.steps();
        }
        throw new RefusedException(
                "normalize=" + normalize,
                "this is measured for classifiers only",
                "give 0..1, -1..1, caffe, samplewise, none or mean;std");
    }

    /**
     * What a bundle says of itself. NB: whoever lays the network over pictures that are not 8 bit
     * must say the same of them.
     */
    public String said(String description) {
        String given = range.text();
        if (given.isEmpty()) return description;
        String also = "Trained on pictures that were read with range=" + given + ".";
        return (description + " " + also).strip();
    }

    /**
     * Edge of the crops that a network of pixels learns from; {@value #USUAL_SIZE} unless asked
     * for.
     *
     * @param multiple that the network wants it to be of
     * @throws RefusedException if the network does not take crops of the size asked for
     */
    public int crop(int multiple) {
        int edge = size == 0 ? USUAL_SIZE : size;
        if (edge >= LEAST_CROP && edge % multiple == 0) return edge;
        throw new RefusedException(
                "size=" + edge,
                "crops cannot have this edge",
                "give a multiple of " + multiple + " from " + LEAST_CROP + " to 2048");
    }

    public Seeing withSpacing(double um) {
        return new Seeing(size, um, normalize, augment, range);
    }

    public Seeing withSize(int edge) {
        return new Seeing(edge, spacing, normalize, augment, range);
    }

    public Seeing withNormalize(String form) {
        return new Seeing(size, spacing, form, augment, range);
    }

    public Seeing withAugment(String changes) {
        return new Seeing(size, spacing, normalize, changes, range);
    }

    public Seeing withRange(ValueMapping values) {
        return new Seeing(size, spacing, normalize, augment, values);
    }
}
