package org.coverslip.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.coverslip.RefusedException;

/**
 * Writes a bundle as a bioimage.io 0.5 folder: {@code rdf.yaml}, and the SavedModel as a zip (as
 * the specification asks) or as a folder. What bioimage.io has no place for stands under {@code
 * config.coverslip}. The same bundle gives the same bytes, and reading it gives an equal bundle.
 */
public final class BundleWriter {

    private static final String DESCRIPTION = "rdf.yaml";
    private static final String ZIP = "saved_model.zip";
    private static final String FOLDER = "saved_model";

    /** The first moment that a zip can name: files inside carry no time of their own. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private boolean zipped = true;

    /** Whether the SavedModel is written as a zip, which is the default, or as a folder. */
    public BundleWriter zipped(boolean value) {
        zipped = value;
        return this;
    }

    /**
     * Writes the bundle. It appears under its name when it is whole; on failure nothing is left.
     *
     * @param folder must not exist, or be an empty folder
     * @throws RefusedException if the target is not empty or cannot be written, or the bundle has
     *     an input whose axes nobody knows
     */
    public void write(ModelBundle bundle, Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        BundleYaml yaml = new BundleYaml(bundle);
        Path partial = null;
        try {
            requireFree(folder, target);
            Files.createDirectories(target.getParent());
            partial = Files.createTempDirectory(target.getParent(), ".coverslip-partial-");
            String digest = "";
            if (zipped) {
                zip(bundle.savedModel(), partial.resolve(ZIP));
                digest = WeightsDigest.ofFile(partial.resolve(ZIP));
            } else {
                copy(bundle.savedModel(), partial.resolve(FOLDER));
            }
            String text = yaml.text(zipped ? ZIP : FOLDER, digest);
            Files.writeString(partial.resolve(DESCRIPTION), text);
            openToAll(partial);
            Files.deleteIfExists(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            partial = null;
        } catch (IOException e) {
            throw new RefusedException(
                    folder,
                    "the bundle cannot be written (" + e.getMessage() + ")",
                    "choose a folder that can be written and has enough space",
                    e);
        } finally {
            if (partial != null) TemporaryFolder.deleteTree(partial);
        }
    }

    private static void requireFree(Path named, Path target) throws IOException {
        if (!Files.exists(target)) return;
        boolean empty = false;
        if (Files.isDirectory(target)) {
            try (Stream<Path> content = Files.list(target)) {
                empty = content.findAny().isEmpty();
            }
        }
        if (!empty) {
            throw new RefusedException(
                    named, "it exists and is not an empty folder", "choose another output folder");
        }
    }

    private static void zip(Path savedModel, Path zip) throws IOException {
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            // NB: weights do not shrink; storing them plainly makes opening a bundle fast.
            out.setLevel(Deflater.NO_COMPRESSION);
            for (String name : WeightsDigest.files(savedModel)) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(EPOCH);
                out.putNextEntry(entry);
                Files.copy(savedModel.resolve(name), out);
                out.closeEntry();
            }
        }
    }

    private static void copy(Path savedModel, Path to) throws IOException {
        for (String name : WeightsDigest.files(savedModel)) {
            Path file = to.resolve(name);
            Files.createDirectories(file.getParent());
            Files.copy(savedModel.resolve(name), file);
        }
    }

    /** Temporary folders are made for their owner alone; a bundle is as open as other folders. */
    private static void openToAll(Path partial) throws IOException {
        if (!Files.getFileStore(partial).supportsFileAttributeView("posix")) return;
        Path sibling = Files.createDirectory(partial.resolve(".rights"));
        Files.setPosixFilePermissions(partial, Files.getPosixFilePermissions(sibling));
        Files.delete(sibling);
    }
}
