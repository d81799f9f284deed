package org.coverslip.train.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.coverslip.RefusedException;
import org.coverslip.report.Table;
import org.coverslip.slide.ImageFiles;
import org.coverslip.train.split.Part;

/**
 * A CSV table of labels: a column {@code file} (or image, Image Index), a column {@code label} (or
 * labels, Finding Labels) with one class or several as {@code a|b|c}, and if wanted {@code group}
 * (or Patient ID) and {@code split}. Where a row has several classes, all classes stand for
 * themselves, and an empty cell or {@code No Finding} means none of them, as in ChestX-ray14 (Wang
 * et al. 2017, arXiv 1705.02315).
 */
final class LabelTable {

    private static final List<String> FILE = List.of("file", "image", "filename", "image index");
    private static final List<String> LABEL = List.of("label", "labels", "class", "finding labels");
    private static final List<String> GROUP = List.of("group", "patient", "patient id", "slide");
    private static final List<String> SPLIT = List.of("split", "set", "part");
    private static final String NONE = "No Finding";

    private final Path file;
    private final Table table;
    private final Grouping grouping;
    private final int fileColumn;
    private final int labelColumn;
    private final Optional<Integer> groupColumn;
    private final Optional<Integer> splitColumn;
    private final boolean several;

    /**
     * @throws RefusedException if it is no table, or a column is missing
     */
    LabelTable(Path file, Grouping grouping) {
        this.file = file;
        this.table = Table.read(file);
        this.grouping = grouping;
        this.fileColumn = column(FILE, "file").orElseThrow(() -> missing("file"));
        this.labelColumn = column(LABEL, "label").orElseThrow(() -> missing("label"));
        this.groupColumn = groupColumn();
        this.splitColumn = column(SPLIT, "split");
        this.several = table.rows().stream().anyMatch(r -> r.get(labelColumn).contains("|"));
    }

    /**
     * @param source of the images, for messages
     * @throws RefusedException if no row fits an image
     */
    ExampleSet read(String source, List<ImageFiles.Entry> images) {
        Map<String, List<ImageFiles.Entry>> byName = byName(images);
        List<String> labels = labels();
        List<Example> examples = new ArrayList<>();
        Map<String, String> failures = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        for (List<String> row : table.rows()) {
            String name = row.get(fileColumn).strip().replace('\\', '/');
            if (!seen.add(name)) {
                throw new RefusedException(
                        file, name + " stands in it twice", "join its labels with | in one row");
            }
            List<ImageFiles.Entry> found = byName.getOrDefault(name, List.of());
            if (found.size() == 1) examples.add(example(row, found.get(0), labels));
            else failures.put(name, notOne(name, found.size(), source));
        }
        if (examples.isEmpty()) throw noneFits(source, seen);
        List<String> notes = new ArrayList<>();
        int unlabelled = images.size() - examples.size();
        if (unlabelled > 0) notes.add(unlabelled + " images have no row in " + file.getFileName());
        return new ExampleSet(source, labels, !several, false, examples, failures, notes);
    }

    private RefusedException noneFits(String source, Set<String> names) {
        return new RefusedException(
                file,
                names.isEmpty()
                        ? "it has no rows"
                        : "none of its "
                                + names.size()
                                + " rows names an image in "
                                + source
                                + " (the first is "
                                + names.iterator().next()
                                + ")",
                "write one row per image, with its path below the input folder");
    }

    private Example example(List<String> row, ImageFiles.Entry image, List<String> labels) {
        List<Integer> indices = split(row.get(labelColumn)).stream().map(labels::indexOf).toList();
        if (!several && indices.isEmpty()) {
            throw new RefusedException(
                    file, image.name() + " has no label", "fill the cell or delete the row");
        }
        String group =
                groupColumn.map(c -> row.get(c).strip()).orElseGet(() -> grouping.of(image.name()));
        if (group.isEmpty()) {
            throw new RefusedException(
                    file,
                    image.name() + " has no group",
                    "fill the cell or choose another column with group=");
        }
        Optional<Part> part = splitColumn.map(c -> part(row.get(c), image.name()));
        return new Example(image.name(), image.path(), Optional.empty(), indices, group, part);
    }

    private String notOne(String name, int found, String source) {
        return name
                + ": "
                + (found == 0 ? "there is no such image in " : "several images are called so in ")
                + source
                + "; correct its row in "
                + file.getFileName()
                + ".";
    }

    /** By the path below the input, and by the bare name, as ChestX-ray14's folders need it. */
    private static Map<String, List<ImageFiles.Entry>> byName(List<ImageFiles.Entry> images) {
        Map<String, List<ImageFiles.Entry>> byName = new HashMap<>();
        for (ImageFiles.Entry image : images) {
            String bare = image.name().substring(image.name().lastIndexOf('/') + 1);
            byName.computeIfAbsent(bare, n -> new ArrayList<>()).add(image);
        }
        for (ImageFiles.Entry image : images) byName.put(image.name(), List.of(image));
        return byName;
    }

    private Optional<Integer> groupColumn() {
        if (grouping.text().isEmpty()) return column(GROUP, "group");
        if (grouping.pattern().isPresent()) return Optional.empty();
        return Optional.of(
                column(List.of(grouping.text().toLowerCase(Locale.ROOT)), "group")
                        .orElseThrow(() -> missing(grouping.text())));
    }

    private Optional<Integer> column(List<String> names, String word) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            // NB: Excel writes a byte order mark in front of the first name.
            String name = table.columns().get(i).replace("\ufeff", "").strip();
            if (names.contains(name.toLowerCase(Locale.ROOT))) found.add(i);
        }
        if (found.size() > 1) {
            throw new RefusedException(
                    file, "several columns could be its " + word, "keep one of them");
        }
        return found.stream().findFirst();
    }

    private RefusedException missing(String column) {
        return new RefusedException(
                file,
                "it has no column " + column + ", only " + String.join(", ", table.columns()),
                "name one so in its first line");
    }

    private List<String> labels() {
        TreeSet<String> labels = new TreeSet<>();
        for (List<String> row : table.rows()) labels.addAll(split(row.get(labelColumn)));
        return List.copyOf(labels);
    }

    private List<String> split(String cell) {
        Set<String> labels = new LinkedHashSet<>();
        for (String part : several ? cell.split("\\|", -1) : new String[] {cell}) {
            String label = part.strip();
            boolean none = label.isEmpty() || several && label.equalsIgnoreCase(NONE);
            if (!none) labels.add(label);
        }
        return List.copyOf(labels);
    }

    private Part part(String cell, String name) {
        return Part.named(cell)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        file,
                                        name + " is in a set called \"" + cell + "\"",
                                        "call it train, validation or test"));
    }
}
