package org.coverslip.detect.label;

import java.nio.file.Path;
import java.util.List;
import org.scijava.plugin.SciJavaPlugin;

/**
 * One way of writing labels down. Found by {@code @Plugin(type = LabelFormat.class)}.
 *
 * <p>Coordinates of {@link LabelledBox} are continuous: a box around the whole image is (0, 0) to
 * (width, height). Each format says how its own numbers relate to that, and what it cannot hold.
 */
public interface LabelFormat extends SciJavaPlugin {

    /** One word: {@code coco}, {@code yolo}, {@code voc}, {@code vott-csv}, ... */
    String name();

    /** What it loses, in words; empty if it holds everything. */
    String loses();

    /** Whether it can say that an object is a crowd. */
    default boolean holdsCrowds() {
        return false;
    }

    /** Whether this file or folder looks like the format. Reads no more than it must. */
    boolean accepts(Path source);

    /**
     * @param source file or folder
     * @param images to look up sizes where the format holds none, and to find images without
     *     objects
     * @throws org.coverslip.RefusedException if it is damaged, names images that are not there, has
     *     boxes outside the image or class ids beyond the names
     */
    LabelSet read(Path source, ImageSizes images);

    /**
     * @param labels to write
     * @param folder of the output; made if needed; every file is written whole
     * @return the file or folder that {@link #read} takes
     */
    Path write(LabelSet labels, Path folder);

    /** Classes for messages: the first few names. */
    static String some(List<String> names) {
        String text = String.join(", ", names.subList(0, Math.min(10, names.size())));
        return names.size() > 10 ? text + ", ..." : text;
    }
}
