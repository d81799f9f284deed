package org.coverslip.detect.label.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelCollector;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledImage;

/** Formats that keep one file of labels per image, called as the image but for its suffix. */
final class Sidecars {

    private Sidecars() {}

    /** The file itself, or all files of this suffix below a folder, sorted. */
    static List<Path> find(Path source, String suffix) {
        if (Files.isRegularFile(source)) return has(source, suffix) ? List.of(source) : List.of();
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(f -> Files.isRegularFile(f) && has(f, suffix)).sorted().toList();
        } catch (IOException e) {
            throw new RefusedException(
                    source, "this folder cannot be read", "check that you may read it", e);
        }
    }

    private static boolean has(Path file, String suffix) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    /** Whether it is such a file or a folder that holds one directly. */
    static boolean any(Path source, String suffix) {
        if (Files.isRegularFile(source)) return has(source, suffix);
        try (Stream<Path> files = Files.list(source)) {
            return files.anyMatch(f -> Files.isRegularFile(f) && has(f, suffix));
        } catch (IOException e) {
            return false;
        }
    }

    static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /**
     * The name of the image that a file of labels belongs to; the image is added to the labels.
     *
     * @throws RefusedException if there is none
     */
    static String image(Path labels, ImageSizes images, LabelCollector into) {
        String name =
                images.findStem(stem(labels))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                labels,
                                                "there is no image called " + stem(labels),
                                                "give the folder of the images with images=, or"
                                                        + " take this file out"));
        ImageSizes.Extent size = images.of(labels, name);
        into.image(name, size.width(), size.height());
        return name;
    }

    /** Adds the images without a file of labels: looked at, and nothing found. */
    static void empty(Path source, ImageSizes images, LabelCollector into) {
        for (String name : images.names()) {
            if (into.has(name)) continue;
            ImageSizes.Extent size = images.of(source, name);
            into.image(name, size.width(), size.height());
        }
    }

    /**
     * Where the labels of an image go: in the image's own folders.
     *
     * @throws RefusedException if another image of the set is called the same but for its suffix
     */
    static Path file(LabelSet labels, LabelledImage image, Path folder, String suffix) {
        String name = image.file().replaceAll("\\.[^./]+$", "");
        boolean twice =
                labels.images().stream()
                        .anyMatch(
                                i ->
                                        i != image
                                                && i.file()
                                                        .replaceAll("\\.[^./]+$", "")
                                                        .equals(name));
        if (twice) {
            throw new RefusedException(
                    image.file(),
                    "another image is called the same but for its suffix, and their labels would"
                            + " share one file",
                    "rename one of them");
        }
        Path file = folder.resolve(name + suffix).normalize();
        if (!file.startsWith(folder.normalize())) {
            throw new RefusedException(
                    image.file(), "its name leads out of the output folder", "rename it");
        }
        return file;
    }
}
