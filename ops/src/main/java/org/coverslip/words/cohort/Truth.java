package org.coverslip.words.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.coverslip.RefusedException;
import org.coverslip.report.Table;

/**
 * What is known of slides: a CSV table with the columns {@code image}, {@code label} and, where a
 * patient has several slides, {@code group}.
 *
 * @param classes the two labels; the second, in the order of the alphabet, is the positive one
 * @param labels by image
 * @param groups by image; the image itself where no group is given
 */
public record Truth(List<String> classes, Map<String, String> labels, Map<String, String> groups) {

    /**
     * @throws RefusedException if columns are missing, or there are not two labels
     */
    public static Truth read(Path file) {
        Table table = Table.read(file);
        List<String> columns =
                table.columns().stream().map(c -> c.strip().toLowerCase(Locale.ROOT)).toList();
        int image = columns.indexOf("image");
        int label = columns.indexOf("label");
        int group = columns.indexOf("group");
        if (image < 0 || label < 0) {
            throw new RefusedException(
                    file,
                    "its columns are " + String.join(", ", table.columns()),
                    "give columns image and label, and group where a patient has several slides");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, String> groups = new LinkedHashMap<>();
        for (List<String> row : table.rows()) {
            String name = row.get(image).strip();
            if (row.get(label).isBlank()) continue;
            if (labels.put(name, row.get(label).strip()) != null) {
                throw new RefusedException(
                        file, name + " stands in it twice", "give one row per image");
            }
            boolean own = group < 0 || row.get(group).isBlank();
            groups.put(name, own ? name : row.get(group).strip());
        }
        List<String> classes = new ArrayList<>(new TreeSet<>(labels.values()));
        if (classes.size() != 2) {
            throw new RefusedException(
                    file,
                    "it has "
                            + classes.size()
                            + (classes.size() == 1 ? " label" : " different labels"),
                    "give two, such as mild and severe");
        }
        return new Truth(classes, labels, groups);
    }
}
