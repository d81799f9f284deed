package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RealData;
import org.coverslip.report.Table;

/**
 * Fifty published chest X-rays, the truth about them, and the network that was trained on others.
 */
final class XrayFolder {

    private XrayFolder() {}

    /**
     * Puts {@code xrays}, {@code truth.csv} and {@code pneumonia} into a folder; the test is
     * skipped where the images or the network are missing.
     */
    static void make(Path dir) throws Exception {
        Path images = RealData.at("chest-xray");
        Path file = RealData.at("models/pneumonia-keras/pneumonia_model.h5");
        try (var all = Files.walk(images)) {
            List<Path> files = all.filter(p -> p.toString().endsWith(".jpeg")).sorted().toList();
            for (Path image : files) copy(image, dir.resolve("xrays").resolve(name(images, image)));
            List<List<String>> rows =
                    files.stream()
                            .map(p -> name(images, p))
                            .map(n -> List.of(n, n.substring(0, n.indexOf('/'))))
                            .toList();
            new Table(List.of("image", "label"), rows).write(dir.resolve("truth.csv"));
        }
        JarProcess imported =
                JarProcess.run(
                        dir,
                        "import-model",
                        "model=" + file,
                        "labels=normal,opacity",
                        "normalize=0..1",
                        "resize=nearest",
                        "output=pneumonia");
        assertThat(imported.exit()).as(imported.err()).isZero();
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }
}
