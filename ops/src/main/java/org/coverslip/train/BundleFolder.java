package org.coverslip.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.coverslip.RefusedException;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.TemporaryFolder;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;

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

    /**
     * Writes a trained network as a bundle.
     *
     * @param architecture Keras JSON
     * @param weights by {@code layer/variable}
     * @param folder of the bundle; what stood there is replaced
     * @param complete adds what a network alone does not say
     * @throws RefusedException as {@link #replace}
     */
    public static void build(
            NetworkEngine engine,
            String architecture,
            Map<String, Tensor> weights,
            Path folder,
            UnaryOperator<ModelBundle> complete) {
        try (TemporaryFolder scratch = TemporaryFolder.create()) {
            Path saved = scratch.path().resolve("network");
            engine.buildKeras(architecture, weights, saved);
            try (ModelBundle read = Models.open(saved, engine)) {
                ModelBundle whole = complete.apply(read);
                replace(folder, f -> new BundleWriter().write(whole, f));
            }
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
