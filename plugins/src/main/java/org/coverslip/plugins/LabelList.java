package org.coverslip.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.coverslip.RefusedException;

/** Names of classes in the order of a network's output, as a user gives them. */
final class LabelList {

    private LabelList() {}

    /**
     * @param text names separated by commas, or the path of a text file with one name per line
     *     (blank lines are skipped)
     * @throws RefusedException if a name is empty or stands twice, or the file cannot be read
     */
    static List<String> parse(String text) {
        List<String> labels = isFile(text) ? lines(Path.of(text.strip())) : split(text);
        if (labels.isEmpty() || labels.contains("")) {
            throw new RefusedException("labels=" + text, "a name is empty", "write labels=a,b,c");
        }
        HashSet<String> seen = new HashSet<>();
        for (String label : labels) {
            if (!seen.add(label)) {
                throw new RefusedException(
                        "labels=" + text,
                        label + " stands there twice",
                        "give every class its own name");
            }
        }
        return labels;
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text.strip()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "these labels cannot be read as text",
                    "save them as UTF-8, one per line",
                    e);
        }
    }
}
