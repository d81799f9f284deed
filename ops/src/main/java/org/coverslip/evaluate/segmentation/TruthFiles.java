package org.coverslip.evaluate.segmentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The truth of segmented images: one file for one image, or a folder with {@code a.geojson}, {@code
 * a.tif} or {@code a.png} for {@code a.svs}, in the images' own subfolders or all in one.
 *
 * @param truth file or folder
 */
record TruthFiles(Path truth) {

    private static final List<String> SUFFIXES =
            List.of(".geojson", ".tif", ".tiff", ".ome.tif", ".png");

    /**
     * @param image its name, relative to the input of the run
     * @param only whether it is the one image of the run
     */
    Optional<Path> of(String image, boolean only) {
        if (!Files.isDirectory(truth)) {
            boolean own = only || stem(file(truth.toString())).equals(stem(file(image)));
            return own ? Optional.of(truth) : Optional.empty();
        }
        for (String name : List.of(stem(image), image, stem(file(image)), file(image))) {
            for (String suffix : SUFFIXES) {
                Path found = truth.resolve(name + suffix);
                if (Files.isRegularFile(found)) return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    static boolean isOutlines(Path file) {
        String name = file.getFileName().toString().toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".geojson") || name.endsWith(".json");
    }

    private static String file(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }
}
