package org.coverslip.detect.label;

import java.util.List;

/**
 * The objects of one image.
 *
 * @param file its name, with folders below the images' root if there are any, {@code /} between
 * @param width in pixels
 * @param height in pixels
 * @param objects in the order of the file; empty if the image was looked at and holds none
 */
public record LabelledImage(String file, int width, int height, List<LabelledBox> objects) {

    public LabelledImage {
        objects = List.copyOf(objects);
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(file + " of " + width + "x" + height);
        }
    }

    /** Name without folders and suffix. */
    public String stem() {
        String name = file.substring(file.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
