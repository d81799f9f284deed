package org.coverslip.detect.label;

import java.util.List;

/**
 * All that was marked in a set of images.
 *
 * @param classes names, in the order of the file; their index is what YOLO and COCO count by
 * @param images in the order of the file
 * @param notes what was mended or left out on reading; empty if nothing
 */
public record LabelSet(List<String> classes, List<LabelledImage> images, List<String> notes) {

    public LabelSet {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
        notes = List.copyOf(notes);
    }

    /** How many objects there are. */
    public int objects() {
        return images.stream().mapToInt(i -> i.objects().size()).sum();
    }
}
