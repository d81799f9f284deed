package org.coverslip.model.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.model.TemporaryFolder;

/**
 * The files of a model by relative names, whether they lie in a folder or in a zip. Only what is
 * asked for is unpacked. A zip whose files all stand in one folder is taken for that folder.
 */
final class ModelFiles implements AutoCloseable {

    private final Path source;
    private final List<String> zipped;
    private final String prefix;
    private TemporaryFolder temporary;

    private ModelFiles(Path source, List<String> zipped, String prefix) {
        this.source = source;
        this.zipped = zipped;
        this.prefix = prefix;
    }

    /**
     * @param source a folder or a zip
     * @throws RefusedException if the zip is damaged or hostile
     */
    static ModelFiles of(Path source) {
        if (Files.isDirectory(source)) return new ModelFiles(source, null, "");
        List<String> names = new Unzip(source).names();
        return new ModelFiles(source, names, commonFolder(names));
    }

    private static String commonFolder(List<String> names) {
        if (names.isEmpty()) return "";
        int slash = names.get(0).indexOf('/');
        String first = names.get(0).substring(0, slash + 1);
        if (first.isEmpty() || first.equals("variables/") || first.equals("assets/")) return "";
        return names.stream().allMatch(n -> n.startsWith(first)) ? first : "";
    }

    boolean hasFile(String name) {
        return zipped == null
                ? Files.isRegularFile(source.resolve(name))
                : zipped.contains(prefix + name);
    }

    boolean hasFolder(String name) {
        return zipped == null
                ? Files.isDirectory(source.resolve(name))
                : zipped.stream().anyMatch(n -> n.startsWith(prefix + name + "/"));
    }

    /** The first of these files that is there. */
    Optional<String> first(List<String> names) {
        return names.stream().filter(this::hasFile).findFirst();
    }

    /**
     * A file or folder on the disk, unpacked if it has to be.
     *
     * @param name relative to the model; empty: the model itself
     * @throws RefusedException if it is a link that leads outside
     */
    Path get(String name) {
        if (zipped == null) return inside(name);
        String full = prefix + name;
        Path target = temporary().path();
        new Unzip(source)
                .extract(
                        n -> n.equals(full) || n.startsWith(full.isEmpty() ? "" : full + "/"),
                        target);
        return target.resolve(full);
    }

    private Path inside(String name) {
        Path path = name.isEmpty() ? source : source.resolve(name);
        try {
            Path root = source.toRealPath();
            if (path.toRealPath().startsWith(root)) return path;
        } catch (IOException e) {
            throw new RefusedException(
                    path, "it cannot be read (" + e.getMessage() + ")", "check that it exists", e);
        }
        throw new RefusedException(
                path,
                "this link leads outside the model's folder",
                "copy the files themselves into the folder");
    }

    /** The folder that is deleted with the bundle; made when first asked for. */
    TemporaryFolder temporary() {
        if (temporary == null) temporary = TemporaryFolder.create();
        return temporary;
    }

    /** The temporary folder if something was unpacked; null if not. */
    TemporaryFolder temporaryOrNull() {
        return temporary;
    }

    /** Deletes what was unpacked: for the case that no bundle came of it. */
    @Override
    public void close() {
        if (temporary != null) temporary.close();
    }

    /**
     * The folder that holds {@code saved_model.pb}: this one, or the only one up to two levels
     * below that does.
     *
     * @throws RefusedException if none does, several do, or a link leads outside
     */
    static Path savedModelIn(Path folder, Path named) {
        if (isSavedModel(folder)) return checked(folder, named);
        List<Path> found;
        try (Stream<Path> below = Files.walk(folder, 2)) {
            found = below.filter(ModelFiles::isSavedModel).sorted().limit(3).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new RefusedException(
                    named,
                    "it cannot be read (" + e.getMessage() + ")",
                    "check its permissions",
                    e);
        }
        if (found.isEmpty()) {
            throw new RefusedException(
                    named, "no saved_model.pb is in it", "give a TensorFlow SavedModel");
        }
        if (found.size() > 1) {
            throw new RefusedException(
                    named,
                    "several SavedModels are in it ("
                            + folder.relativize(found.get(0))
                            + ", "
                            + folder.relativize(found.get(1))
                            + ")",
                    "name the one you mean");
        }
        return checked(found.get(0), named);
    }

    static boolean isSavedModel(Path folder) {
        return Files.isRegularFile(folder.resolve("saved_model.pb"))
                || Files.isRegularFile(folder.resolve("saved_model.pbtxt"));
    }

    private static Path checked(Path folder, Path named) {
        try (Stream<Path> all = Files.walk(folder, 3)) {
            Path root = folder.toRealPath();
            Optional<Path> outside =
                    all.filter(Files::isSymbolicLink).filter(p -> leaves(p, root)).findFirst();
            if (outside.isEmpty()) return folder;
            throw new RefusedException(
                    named,
                    "the link " + folder.relativize(outside.get()) + " leads outside the model",
                    "copy the file itself into the folder");
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new RefusedException(
                    named,
                    "it cannot be read (" + e.getMessage() + ")",
                    "check its permissions",
                    e);
        }
    }

    private static boolean leaves(Path link, Path root) {
        try {
            return !link.toRealPath().startsWith(root);
        } catch (IOException e) {
            return true;
        }
    }
}
