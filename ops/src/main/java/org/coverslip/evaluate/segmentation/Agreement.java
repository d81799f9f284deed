package org.coverslip.evaluate.segmentation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the labels of an image, or of several, agree with the truth: pixels by class, and objects,
 * all together and by class.
 */
final class Agreement {

    private final LabelOverlap pixels = new LabelOverlap();
    private final LabelOverlap foreground = new LabelOverlap();
    private final LabelOverlap objects = new LabelOverlap();
    private final Map<Integer, LabelOverlap> byClass = new LinkedHashMap<>();

    /** Pixels, the labels being classes. */
    LabelOverlap pixels() {
        return pixels;
    }

    /** Pixels, the only label being 1, for any class. */
    LabelOverlap foreground() {
        return foreground;
    }

    /** Objects whatever their class. */
    LabelOverlap objects() {
        return objects;
    }

    /** Objects of a class, from 1. */
    LabelOverlap objects(int label) {
        return byClass.computeIfAbsent(label, c -> new LabelOverlap());
    }

    /**
     * Counts a part of an image.
     *
     * @param truth objects, 0 for none
     * @param found objects, 0 for none
     * @param truthClasses class of every pixel, 0 for none
     * @param foundClasses class of every pixel, 0 for none
     * @param classes how many there are; 0: they are not told apart
     */
    void add(int[] truth, int[] found, int[] truthClasses, int[] foundClasses, int classes) {
        pixels.add(truthClasses, foundClasses);
        foreground.add(anything(truthClasses), anything(foundClasses));
        objects.add(truth, found);
        for (int c = 1; c <= classes; c++) {
            objects(c).add(only(truth, truthClasses, c), only(found, foundClasses, c));
        }
    }

    private static int[] anything(int[] labels) {
        int[] out = new int[labels.length];
        for (int i = 0; i < out.length; i++) out[i] = labels[i] > 0 ? 1 : 0;
        return out;
    }

    private static int[] only(int[] labels, int[] classes, int wanted) {
        int[] out = new int[labels.length];
        for (int i = 0; i < out.length; i++) out[i] = classes[i] == wanted ? labels[i] : 0;
        return out;
    }

    /** Adds another image's or plane's, whose objects are others. */
    void join(Agreement other) {
        pixels.merge(other.pixels);
        foreground.merge(other.foreground);
        objects.join(other.objects);
        other.byClass.forEach((c, overlap) -> objects(c).join(overlap));
    }
}
