package org.coverslip.detect.label;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.coverslip.RefusedException;
import org.coverslip.report.WholeFile;

/**
 * Images to train on and images to validate by.
 *
 * @param train names, sorted
 * @param validation names, sorted
 */
public record Split(List<String> train, List<String> validation) {

    /**
     * Takes groups in an order that the seed decides, until the part is reached as closely as whole
     * groups allow. The order of the images does not matter.
     *
     * @param part of the images for validation, above 0 and below 1
     * @throws RefusedException if one of both lists would be empty
     */
    public static Split of(LabelSet labels, double part, long seed, Grouping grouping) {
        Map<String, List<String>> groups = new TreeMap<>();
        for (LabelledImage image : labels.images()) {
            groups.computeIfAbsent(grouping.of(image.file()), g -> new ArrayList<>())
                    .add(image.file());
        }
        List<List<String>> order = new ArrayList<>(groups.values());
        Collections.shuffle(order, new Random(seed));
        int images = labels.images().size();
        double wanted = images * part;
        List<String> train = new ArrayList<>();
        List<String> validation = new ArrayList<>();
        for (List<String> group : order) {
            int with = validation.size() + group.size();
            boolean nearer = Math.abs(with - wanted) < Math.abs(validation.size() - wanted);
            (nearer ? validation : train).addAll(group);
        }
        if (train.isEmpty() || validation.isEmpty()) {
            throw new RefusedException(
                    "validation=" + part,
                    "of "
                            + images
                            + " images in "
                            + groups.size()
                            + " groups that leaves one of both lists empty",
                    "give more images or another part");
        }
        Collections.sort(train);
        Collections.sort(validation);
        return new Split(List.copyOf(train), List.copyOf(validation));
    }

    /** Writes {@code train.txt} and {@code val.txt}, with the images below {@code ./images}. */
    void write(Path folder) {
        list(train, folder.resolve("train.txt"));
        list(validation, folder.resolve("val.txt"));
    }

    private static void list(List<String> names, Path file) {
        StringBuilder text = new StringBuilder();
        for (String name : names) text.append("./images/").append(name).append('\n');
        WholeFile.write(file, o -> o.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
