package org.coverslip.slide;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.coverslip.RefusedException;

/** Finds the image files that an input names: one path, a folder with all below it, or a glob. */
public final class ImageFiles {

    private static final Set<String> SUFFIXES =
            Set.of(
                    "tif", "tiff", "png", "jpg", "jpeg", "jpe", "gif", "bmp", "dcm", "dicom", "svs",
                    "ndpi", "scn", "mrxs", "vms", "vmu", "bif", "czi", "lif", "nd2", "vsi", "btf",
                    "tf2", "tf8", "ima", "svslide", "avi");

    /** The run record that marks a folder as output of an earlier run. */
    private static final String RUN_RECORD = "run.json";

    private ImageFiles() {}

    /**
     * A file found.
     *
     * @param path where it is
     * @param name its path below the input's root, with {@code /} on every system: unique within
     *     one input, and what tables call the image
     */
    public record Entry(Path path, String name) {}

    /**
     * Expands an input.
     *
     * <ul>
     *   <li>A file is taken whatever its name is.
     *   <li>A folder gives the files in it and in all folders below that are named like images.
     *       Hidden files and folders are passed over, and so is every folder with a {@code
     *       run.json}, which is the output of an earlier run, except the given one itself.
     *   <li>Anything with {@code *}, <code>?</code>, <code>[</code> or <code>{</code> that is no
     *       existing path is a glob as in {@link java.nio.file.FileSystem#getPathMatcher}; {@code
     *       **} crosses folders. Names are relative to the last folder before the first wildcard.
     * </ul>
     *
     * @param input path or glob as the user wrote it
     * @return at least one file, sorted by name
     * @throws RefusedException if the path is missing or nothing is found
     */
    public static List<Entry> expand(String input) {
        return expand(input, null);
    }

    /**
     * As {@link #expand(String)}, leaving out whatever lies in {@code output}, so that a run never
     * reads what it writes.
     *
     * @param output folder that results are written to; may be null or not exist yet
     */
    public static List<Entry> expand(String input, Path output) {
        if (input == null || input.isBlank()) {
            throw new RefusedException("input", "it is empty", "name an image, a folder or a glob");
        }
        Path path = path(input.strip());
        if (path != null && Files.isRegularFile(path)) {
            return List.of(new Entry(path, path.getFileName().toString()));
        }
        if (path != null && Files.isDirectory(path)) {
            List<Entry> found = walk(path, output, ImageFiles::looksLikeImage);
            if (!found.isEmpty()) return found;
            throw new RefusedException(
                    input,
                    "no file in this folder is named like an image",
                    "name a folder with TIFF, PNG, JPEG, DICOM or slide files");
        }
        int wildcard = firstWildcard(input);
        if (wildcard < 0) {
            throw new RefusedException(input, "there is no such file or folder", "check the path");
        }
        return glob(input.strip(), output);
    }

    /** Whether the suffix of a name is that of an image; case does not matter. */
    public static boolean looksLikeImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot > 0 && SUFFIXES.contains(name.substring(dot + 1));
    }

    private static List<Entry> glob(String pattern, Path output) {
        int slash = -1;
        for (int i = 0; i < firstWildcard(pattern); i++) {
            if (isSeparator(pattern.charAt(i))) slash = i;
        }
        Path root = path(slash < 0 ? "" : pattern.substring(0, slash + 1));
        String below = pattern.substring(slash + 1);
        PathMatcher matcher = matcher(pattern, below.replace('\\', '/'));
        List<Entry> found =
                root == null || !Files.isDirectory(root)
                        ? List.of()
                        : walk(
                                root,
                                output,
                                file ->
                                        looksLikeImage(file)
                                                && matcher.matches(root.relativize(file)));
        if (!found.isEmpty()) return found;
        throw new RefusedException(
                pattern,
                "no file named like an image matches this pattern",
                "check the folder and the pattern (** crosses folders)");
    }

    private static PathMatcher matcher(String pattern, String below) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + below);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    pattern, "this is not a valid pattern", "close every [ and {", e);
        }
    }

    private static int firstWildcard(String input) {
        for (int i = 0; i < input.length(); i++) {
            if ("*?[{".indexOf(input.charAt(i)) >= 0) return i;
        }
        return -1;
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == File.separatorChar;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            // NB: on Windows a glob is no path at all.
            return null;
        }
    }

    private static List<Entry> walk(Path root, Path output, Predicate<Path> ok) {
        Path avoided = output == null ? null : output.toAbsolutePath().normalize();
        List<Entry> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    Set.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
                            if (dir.equals(root)) return FileVisitResult.CONTINUE;
                            boolean skip =
                                    isHidden(dir)
                                            || Files.exists(dir.resolve(RUN_RECORD))
                                            || dir.toAbsolutePath().normalize().equals(avoided);
                            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                            if (!isHidden(file) && !Files.isDirectory(file) && ok.test(file)) {
                                found.add(new Entry(file, nameBelow(root, file)));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            // NB: one locked folder or circular link must not lose the whole run.
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new RefusedException(
                    root, "this folder cannot be read", "check that you may read it", e);
        }
        found.sort(Comparator.comparing(Entry::name));
        return List.copyOf(found);
    }

    private static String nameBelow(Path root, Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private static boolean isHidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }
}
