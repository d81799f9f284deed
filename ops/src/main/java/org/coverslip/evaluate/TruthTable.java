package org.coverslip.evaluate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.coverslip.RefusedException;
import org.coverslip.report.Table;

/**
 * What is true of images, from a CSV file. The first column names the image as the predictions do.
 * The labels stand either in a column {@code label}, several joined by semicolons, or each in a
 * column of its own with 1 for present and 0 for absent. An empty cell says that nothing is known.
 */
public final class TruthTable {

    private static final Set<String> ONE_COLUMN = Set.of("label", "labels", "class", "truth");

    private final Path file;
    private final Table table;
    private final int labelColumn;
    private final Map<String, List<String>> rows = new HashMap<>();

    private TruthTable(Path file, Table table) {
        this.file = file;
        this.table = table;
        this.labelColumn = labelColumn(table);
        for (List<String> row : table.rows()) {
            if (rows.put(row.get(0), row) == null) continue;
            throw new RefusedException(
                    file, "the image " + row.get(0) + " stands there twice", "give it one row");
        }
    }

    /**
     * @throws RefusedException if it cannot be read, an image stands there twice, or there is no
     *     column besides the images
     */
    public static TruthTable read(Path file) {
        Table table = Table.read(file);
        if (table.columns().size() < 2) {
            throw new RefusedException(
                    file,
                    "it has one column",
                    "give it the image first, then a column label, or one column per label with 0"
                            + " and 1");
        }
        return new TruthTable(file, table);
    }

    private static int labelColumn(Table table) {
        for (int i = 1; i < table.columns().size(); i++) {
            if (ONE_COLUMN.contains(table.columns().get(i).strip().toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    /** The labels that it speaks of. */
    public Set<String> labels() {
        if (labelColumn < 0) {
            return new LinkedHashSet<>(table.columns().subList(1, table.columns().size()));
        }
        Set<String> labels = new TreeSet<>();
        for (List<String> row : table.rows()) labels.addAll(split(row.get(labelColumn)));
        return labels;
    }

    private static List<String> split(String cell) {
        return Arrays.stream(cell.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    }

    /**
     * Whether an image shows a label.
     *
     * @return empty if nothing is known of it
     * @throws RefusedException if a cell is neither 0 nor 1
     */
    public Optional<Boolean> of(String image, String label) {
        List<String> row = rows.get(image);
        if (row == null) return Optional.empty();
        if (labelColumn >= 0) {
            List<String> labels = split(row.get(labelColumn));
            return labels.isEmpty() ? Optional.empty() : Optional.of(labels.contains(label));
        }
        String cell = row.get(table.columns().indexOf(label)).strip();
        return switch (cell) {
            case "" -> Optional.empty();
            case "1", "1.0" -> Optional.of(true);
            case "0", "0.0" -> Optional.of(false);
            default ->
                    throw new RefusedException(
                            file,
                            "\"" + cell + "\" stands for " + label + " of " + image,
                            "write 1 for present, 0 for absent, or nothing where it is unknown");
        };
    }

    /**
     * A column that names what belongs together, for example the patient.
     *
     * @return by image
     * @throws RefusedException if there is no such column
     */
    public Map<String, String> groups(String column) {
        int index = table.columns().indexOf(column);
        if (index < 0) {
            throw new RefusedException(
                    file,
                    "it has no column \"" + column + "\"",
                    "use one of " + String.join(", ", table.columns()));
        }
        Map<String, String> groups = new HashMap<>();
        rows.forEach((image, row) -> groups.put(image, row.get(index)));
        return groups;
    }
}
