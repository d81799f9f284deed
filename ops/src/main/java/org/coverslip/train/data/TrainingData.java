package org.coverslip.train.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.slide.ImageFiles;

/**
 * Finds out how data for a classifier is laid out, and reads it.
 *
 * @param input folder or glob
 * @param labels a CSV table; or classes in the order of the output, {@code a,b,c}; empty: as the
 *     folders or annotations are called
 * @param group see {@link Grouping}
 * @param spacing um per pixel; above 0 where tiles are to be cut from slides
 * @param size edge of a tile in these pixels
 * @param overlap part of a tile that it shares with the next
 * @param output folder that is left out of the input; may not exist yet
 */
public record TrainingData(
        String input,
        String labels,
        Grouping group,
        double spacing,
        int size,
        double overlap,
        Path output) {

    /**
     * @throws RefusedException if nothing can be learned from what is there, with what is missing
     */
    public ExampleSet read() {
        List<ImageFiles.Entry> files = ImageFiles.expand(input, output);
        Optional<Path> table = table();
        ExampleSet set = table.map(t -> fromTable(t, files)).orElseGet(() -> withoutTable(files));
        set.requireClasses();
        return set;
    }

    private ExampleSet fromTable(Path table, List<ImageFiles.Entry> files) {
        return new LabelTable(table, group).read(input, files);
    }

    private ExampleSet withoutTable(List<ImageFiles.Entry> files) {
        if (AnnotatedSlides.fits(files)) {
            if (spacing > 0) {
                return new AnnotatedSlides(spacing, size, overlap, group)
                        .read(input, files, names());
            }
            throw new RefusedException(
                    input,
                    "annotations lie beside its images, but not at which scale tiles are to be"
                            + " cut from them",
                    "give spacing= in um per pixel, such as spacing=0.5");
        }
        if (FolderPerClass.fits(files)) {
            return new FolderPerClass(Path.of(input.strip()), group, names()).read(files);
        }
        throw new RefusedException(
                input,
                "nothing says what its images show",
                "put them into a folder per class, give labels=<table of file and label>, or lay"
                        + " annotations beside slides");
    }

    private List<String> names() {
        if (labels.isBlank()) return List.of();
        List<String> names = Arrays.stream(labels.split(",", -1)).map(String::strip).toList();
        boolean good = names.stream().distinct().count() == names.size() && !names.contains("");
        if (good) return names;
        throw new RefusedException(
                "labels=" + labels,
                "a name is empty or stands twice",
                "write labels=a,b,c or name a CSV table");
    }

    private Optional<Path> table() {
        if (labels.isBlank()) return Optional.empty();
        boolean csv = labels.strip().toLowerCase(Locale.ROOT).matches(".*\\.(csv|txt|tsv)");
        try {
            Path path = Path.of(labels.strip());
            if (Files.isRegularFile(path)) return Optional.of(path);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        if (!csv) return Optional.empty();
        throw new RefusedException(labels, "there is no such table", "check the path");
    }
}
