package org.coverslip.detect.label;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.slide.ImageFiles;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;

/**
 * The images that labels belong to. A name is looked for as a path below the folder first, then as
 * a bare file name anywhere below it.
 */
public final class ImageSizes {

    private final Path folder;
    private final Map<String, Path> byName = new HashMap<>();
    private final Map<String, Path> byStem = new HashMap<>();
    private final List<ImageFiles.Entry> files;

    private ImageSizes(Path folder, List<ImageFiles.Entry> files) {
        this.folder = folder;
        this.files = files;
        for (ImageFiles.Entry file : files) {
            String name = file.path().getFileName().toString();
            byName.putIfAbsent(name, file.path());
            int dot = name.lastIndexOf('.');
            byStem.putIfAbsent(dot > 0 ? name.substring(0, dot) : name, file.path());
        }
    }

    /**
     * @param folder with the images
     * @throws RefusedException if there are none in it
     */
    public static ImageSizes in(Path folder) {
        return new ImageSizes(folder, ImageFiles.expand(folder.toString()));
    }

    /** No images at hand: formats that hold sizes can be read all the same. */
    public static ImageSizes none() {
        return new ImageSizes(null, List.of());
    }

    /** All images of the folder, as names below it. */
    public List<String> names() {
        return files.stream().map(ImageFiles.Entry::name).toList();
    }

    /** The file of this name; empty if no folder was given or it is not there. */
    public Optional<Path> find(String name) {
        if (folder == null) return Optional.empty();
        try {
            Path direct = folder.resolve(name).normalize();
            // NB: a name out of a stranger's file must not lead out of the folder.
            if (direct.startsWith(folder.normalize()) && Files.isRegularFile(direct)) {
                return Optional.of(direct);
            }
        } catch (java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
        String bare = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return Optional.ofNullable(byName.get(bare));
    }

    /** The name below the folder of the image that is called so but for its suffix. */
    public Optional<String> findStem(String stem) {
        return Optional.ofNullable(byStem.get(stem))
                .map(p -> folder.relativize(p).toString().replace('\\', '/'));
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
        Path file =
                find(name)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                labels,
                                                "it names the image "
                                                        + name
                                                        + (folder == null
                                                                ? ", whose size it does not hold"
                                                                : ", which is not in " + folder),
                                                folder == null
                                                        ? "give the folder of the images with images="
                                                        : "put it there or take its lines out"));
        try (Slide slide = Slides.open(file)) {
            Level full = slide.levels().get(0);
            return new Extent(Math.toIntExact(full.width()), Math.toIntExact(full.height()));
        } catch (IOException e) {
            throw new RefusedException(file, "it cannot be read", "check the file", e);
        }
    }
}
