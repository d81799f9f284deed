package org.coverslip.detect.label.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        } catch (IOException | UncheckedIOException e) {
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
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** A file's path below the labels' root, without its suffix, {@code /} between. */
    static String stem(Path root, Path file) {
        Path folder = Files.isDirectory(root) ? root : root.toAbsolutePath().getParent();
        Path whole = Files.isDirectory(root) ? file : file.toAbsolutePath();
        return stem(folder.relativize(whole).toString().replace('\\', '/'));
    }

    /**
     * The name of the image that a file of labels belongs to; the image is added to the labels.
     *
     * @param stem the file's path below the labels' root, without suffix
     * @throws RefusedException if there is none, or more than one
     */
    static String image(Path labels, String stem, ImageSizes images, LabelCollector into) {
        into.reading(labels);
        String name = images.besides(labels, stem);
        into.image(name);
        return name;
    }

    /**
     * Where the labels of each image go: in the image's own folders.
     *
     * @throws RefusedException if two images of the set are called the same but for their suffix,
     *     or a name leads out of the folder
     */
    static Map<LabelledImage, Path> files(LabelSet labels, Path folder, String suffix) {
        Map<LabelledImage, Path> files = new LinkedHashMap<>();
        Set<Path> taken = new HashSet<>();
        for (LabelledImage image : labels.images()) {
            Path file = folder.resolve(stem(image.file()) + suffix).normalize();
            if (!file.startsWith(folder.normalize())) {
                throw new RefusedException(
                        image.file(),
                        "its name leads out of the output folder",
                        "give the folder of the images with images=, or rename it");
            }
            if (!taken.add(file)) {
                throw new RefusedException(
                        image.file(),
                        "another image is called the same but for its suffix, and their labels"
                                + " would share one file",
                        "rename one of them");
            }
            files.put(image, file);
        }
        return files;
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }
}
