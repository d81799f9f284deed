package org.coverslip.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.coverslip.RefusedException;

/** Puts a bundle in the place of one of an earlier run, whole or not at all. */
public final class BundleFolder {

    private BundleFolder() {}

    /**
     * @param folder of the bundle
     * @param write writes the new one into the folder that it is given
     * @throws RefusedException if the folder holds anything else, or cannot be written
     */
    public static void replace(Path folder, Consumer<Path> write) {
        try {
            Path fresh = folder.resolveSibling("." + folder.getFileName() + "-new");
            clear(fresh);
            write.accept(fresh);
            clear(folder);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RefusedException(
                    folder,
                    "the network cannot be written (" + e.getMessage() + ")",
                    "choose another output",
                    e);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        boolean ours = Files.exists(folder.resolve("rdf.yaml"));
        try (var files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            if (!ours && all.size() > 1) {
                throw new RefusedException(
                        folder,
                        "this folder holds no network of an earlier run",
                        "choose another output");
            }
            for (Path file : all) Files.delete(file);
        }
    }
}
