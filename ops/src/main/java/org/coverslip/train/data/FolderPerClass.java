package org.coverslip.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.slide.ImageFiles;
import org.coverslip.train.split.Part;

/**
 * Pictures in a folder per class: {@code tumour/a.png}, {@code normal/b.png}; or a level deeper,
 * where all folders are named train, val or test: {@code train/tumour/a.png}.
 */
final class FolderPerClass {

    private final Path root;
    private final Grouping grouping;
    private final List<String> wanted;

    /**
     * @param wanted classes in their order; empty: all folders, by name
     */
    FolderPerClass(Path root, Grouping grouping, List<String> wanted) {
        this.root = root;
        this.grouping = grouping;
        this.wanted = wanted;
    }

    /** Whether some file lies in a folder, so that folders can be classes. */
    static boolean fits(List<ImageFiles.Entry> files) {
        return files.stream().anyMatch(f -> f.name().contains("/"));
    }

    ExampleSet read(List<ImageFiles.Entry> files) {
        boolean parts =
                files.stream().allMatch(f -> Part.named(f.name().split("/", 2)[0]).isPresent());
        int depth = parts ? 1 : 0;
        Map<String, List<ImageFiles.Entry>> byClass = new LinkedHashMap<>();
        int outside = 0;
        for (ImageFiles.Entry file : files) {
            String[] path = file.name().split("/");
            if (path.length < depth + 2) outside++;
            else byClass.computeIfAbsent(path[depth], c -> new ArrayList<>()).add(file);
        }
        List<String> notes = new ArrayList<>();
        if (outside > 0) notes.add(outside + " images outside the class folders were left out");
        if (!parts && Files.isDirectory(root)) requireNoEmptyFolder();
        List<String> labels = labels(byClass, notes);
        List<Example> examples = new ArrayList<>();
        for (int c = 0; c < labels.size(); c++) {
            for (ImageFiles.Entry file : byClass.get(labels.get(c))) {
                Optional<Part> part =
                        parts ? Part.named(file.name().split("/", 2)[0]) : Optional.empty();
                examples.add(
                        new Example(
                                file.name(),
                                file.path(),
                                Optional.empty(),
                                List.of(c),
                                grouping.of(file.name()),
                                part));
            }
        }
        return new ExampleSet(root.toString(), labels, true, false, examples, Map.of(), notes);
    }

    private List<String> labels(Map<String, List<ImageFiles.Entry>> byClass, List<String> notes) {
        if (wanted.isEmpty()) return List.copyOf(new TreeSet<>(byClass.keySet()));
        for (String label : wanted) {
            if (byClass.containsKey(label)) continue;
            throw new RefusedException(
                    "labels=" + String.join(",", wanted),
                    "no folder in " + root + " is called " + label,
                    "use the folders' names: "
                            + String.join(", ", new TreeSet<>(byClass.keySet())));
        }
        TreeSet<String> left = new TreeSet<>(byClass.keySet());
        wanted.forEach(left::remove);
        if (!left.isEmpty()) {
            notes.add(
                    "folders that labels= does not name were left out: " + String.join(", ", left));
        }
        return wanted;
    }

    /** NB: a class whose pictures are forgotten must not vanish without a word. */
    private void requireNoEmptyFolder() {
        try (Stream<Path> content = Files.list(root)) {
            for (Path folder : content.filter(Files::isDirectory).sorted().toList()) {
                String name = folder.getFileName().toString();
                boolean output = Files.exists(folder.resolve("run.json"));
                if (name.startsWith(".") || output || holdsFiles(folder)) continue;
                if (!wanted.isEmpty() && !wanted.contains(name)) continue;
                throw new RefusedException(
                        folder, "this class folder is empty", "put images in it or delete it");
            }
        } catch (IOException e) {
            throw new RefusedException(
                    root, "this folder cannot be read", "check that you may read it", e);
        }
    }

    private static boolean holdsFiles(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            return content.anyMatch(Files::isRegularFile);
        }
    }
}
