package org.coverslip.detect.label;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.slide.ImageFiles;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;

/**
 * The images that labels belong to. A name is looked for as a path below the folder, then with ever
 * more of its own folders taken off the front, then as a bare file name anywhere below the folder;
 * where several images are called so, it is refused rather than guessed.
 */
public final class ImageSizes {

    private final Path folder;
    private final Map<String, Path> byPath = new LinkedHashMap<>();
    private final Map<String, List<String>> byName = new HashMap<>();
    private final Map<String, List<String>> byStem = new HashMap<>();

    private ImageSizes(Path folder, List<ImageFiles.Entry> files) {
        this.folder = folder;
        for (ImageFiles.Entry file : files) {
            String name = file.name();
            byPath.put(name, file.path());
            add(byName, name.substring(name.lastIndexOf('/') + 1), name);
            for (String stem = stem(name); ; stem = tail(stem)) {
                add(byStem, stem, name);
                if (stem.indexOf('/') < 0) break;
            }
        }
    }

    private static void add(Map<String, List<String>> index, String key, String name) {
        index.computeIfAbsent(key, k -> new ArrayList<>()).add(name);
    }

    /**
     * @param folder with the images
     * @throws RefusedException if there are none in it
     */
    public static ImageSizes in(Path folder) {
        return new ImageSizes(folder, ImageFiles.expand(folder.toString()));
    }

    /**
     * As {@link #in(Path)}, leaving out whatever lies in {@code output}, so that pictures of an
     * earlier conversion are not taken for images.
     */
    public static ImageSizes in(Path folder, Path output) {
        return new ImageSizes(folder, ImageFiles.expand(folder.toString(), output));
    }

    /** No images at hand: formats that hold sizes can be read all the same. */
    public static ImageSizes none() {
        return new ImageSizes(null, List.of());
    }

    /** Whether there is no folder to look into. */
    public boolean isNone() {
        return folder == null;
    }

    /** All images of the folder, as names below it. */
    public List<String> names() {
        return List.copyOf(byPath.keySet());
    }

    /** The file of this name; empty if no folder was given or it is not there, or not only once. */
    public Optional<Path> find(String name) {
        List<String> fits = folder == null ? List.of() : candidates(name);
        return fits.size() == 1 ? file(fits.get(0)) : Optional.empty();
    }

    private Optional<Path> file(String name) {
        Path known = byPath.get(name);
        if (known != null) return Optional.of(known);
        try {
            Path direct = folder.resolve(name).normalize();
            // NB: a name out of a stranger's file must not lead out of the folder.
            boolean inside = direct.startsWith(folder.normalize()) && Files.isRegularFile(direct);
            return inside ? Optional.of(direct) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private String below(Path file) {
        String name = folder.normalize().relativize(file.normalize()).toString();
        return name.replace('\\', '/');
    }

    private List<String> candidates(String name) {
        for (String tail = name; ; tail = tail(tail)) {
            Optional<Path> file = file(tail);
            if (file.isPresent()) return List.of(below(file.get()));
            if (tail.indexOf('/') < 0) return byName.getOrDefault(tail, List.of());
        }
    }

    /**
     * What an image that labels name is called below the folder; the name itself, with {@code /}
     * between its parts, where no folder was given.
     *
     * @param labels the file that names it, for messages
     * @throws RefusedException if it is not there, or several are called so
     */
    public String named(Path labels, String name) {
        String plain = name.replace('\\', '/');
        if (folder == null) return plain;
        List<String> fits = candidates(plain);
        if (fits.size() == 1) return fits.get(0);
        if (fits.isEmpty()) {
            throw new RefusedException(
                    labels,
                    "it names the image " + name + ", which is not in " + folder,
                    "put it there or take its lines out");
        }
        throw several(labels, name, fits);
    }

    /**
     * What the image is called below the folder whose labels are in a file of its own.
     *
     * @param labels that file
     * @param stem its path below the labels' folder, without suffix, {@code /} between
     * @throws RefusedException if there is no such image, or more than one
     */
    public String besides(Path labels, String stem) {
        if (byPath.containsKey(stem)) return stem;
        for (String tail = stem; ; tail = tail(tail)) {
            List<String> fits = byStem.getOrDefault(tail, List.of());
            List<String> here = fits.stream().filter(f -> stem(f).equals(stem)).toList();
            if (here.size() == 1) return here.get(0);
            if (fits.size() == 1) return fits.get(0);
            if (fits.size() > 1) throw several(labels, tail, fits);
            if (tail.indexOf('/') >= 0) continue;
            List<String> whole = byName.getOrDefault(tail, List.of());
            if (whole.size() == 1) return whole.get(0);
            throw new RefusedException(
                    labels,
                    "there is no image called " + tail,
                    "give the folder of the images with images=, or take this file out");
        }
    }

    private static RefusedException several(Path labels, String name, List<String> fits) {
        return new RefusedException(
                labels,
                fits.size() + " images are called " + name + ": " + LabelFormat.some(fits),
                "give every image a name of its own, or the labels the same folders as the images");
    }

    /** A path without its first folder. */
    private static String tail(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    /** Width and height in pixels. */
    public record Extent(int width, int height) {}

    /**
     * Reads the size of an image.
     *
     * @param labels the file that named it, for messages
     * @throws RefusedException if it is not there
     */
    public Extent of(Path labels, String name) {
        if (folder == null) {
            throw new RefusedException(
                    labels,
                    "it names the image " + name + ", whose size it does not hold",
                    "give the folder of the images with images=");
        }
        Path file = file(named(labels, name)).orElseThrow();
        try (Slide slide = Slides.open(file)) {
            Level full = slide.levels().get(0);
            return new Extent(Math.toIntExact(full.width()), Math.toIntExact(full.height()));
        } catch (IOException e) {
            throw new RefusedException(file, "it cannot be read", "check the file", e);
        }
    }
}
