package org.coverslip.train.segmentation;

/**
 * A picture with the truth for every pixel.
 *
 * @param name for messages
 * @param width pixels
 * @param height pixels
 * @param rgb red, green and blue of each pixel
 * @param classes of the pixels, from 0; {@link #UNKNOWN} where nobody said
 */
public record LabelledPicture(String name, int width, int height, Colours rgb, int[] classes) {

    /** The class of a pixel that nothing is learned from. */
    public static final int UNKNOWN = -1;

    public LabelledPicture {
        if (classes.length != width * height || rgb.size() != 3 * classes.length) {
            throw new IllegalArgumentException(name + ": pixels and labels differ in number");
        }
    }

    /**
     * A picture of objects: 0 background, 1 inside of objects, 2 their outermost pixels, by which a
     * network tells objects that touch apart.
     *
     * @param instances number of the object of each pixel, 0 for none
     */
    public static LabelledPicture ofObjects(
            String name, int width, int height, Colours rgb, int[] instances) {
        int[] classes = new int[instances.length];
        for (int i = 0; i < classes.length; i++) {
            if (instances[i] == 0) continue;
            int x = i % width;
            int y = i / width;
            // NB: at the picture's edge nobody knows whether the object ends there.
            boolean rim =
                    x > 0 && instances[i - 1] != instances[i]
                            || x < width - 1 && instances[i + 1] != instances[i]
                            || y > 0 && instances[i - width] != instances[i]
                            || y < height - 1 && instances[i + width] != instances[i];
            classes[i] = rim ? 2 : 1;
        }
        return new LabelledPicture(name, width, height, rgb, classes);
    }
}
