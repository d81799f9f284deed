package org.coverslip.detect.label;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.report.WholeFile;

/**
 * Lays images where a program looks for them beside their labels: as links to the same data where
 * the disk has them, which cost nothing, else as copies.
 */
final class ImageLinks {

    private ImageLinks() {}

    /** NB: what is there already stays, so that images that lie right are not touched. */
    static void lay(LabelSet labels, ImageSizes images, Path folder) {
        for (LabelledImage image : labels.images()) {
            Optional<Path> file = images.find(image.file());
            Path to = folder.resolve(image.file());
            if (file.isPresent() && !Files.exists(to)) lay(file.get(), to);
        }
    }

    private static void lay(Path file, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.createLink(to, file.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            copy(file, to);
        }
    }

    private static void copy(Path file, Path to) {
        WholeFile.write(
                to,
                out -> {
                    try {
                        Files.copy(file, out);
                    } catch (IOException e) {
                        throw new RefusedException(
                                file, "it cannot be copied", "check the file and the disk", e);
                    }
                });
    }
}
