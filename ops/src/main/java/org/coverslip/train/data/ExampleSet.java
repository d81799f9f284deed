package org.coverslip.train.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;

/**
 * All that a classifier is to learn from.
 *
 * @param source as the user named it, for messages
 * @param labels names of the classes, in the order of the network's output
 * @param exclusive whether every example is of exactly one class
 * @param slides whether the examples are tiles
 * @param examples in a fixed order
 * @param failures a sentence for each picture that cannot be used, by its name
 * @param notes what a user should know; empty if nothing
 */
public record ExampleSet(
        String source,
        List<String> labels,
        boolean exclusive,
        boolean slides,
        List<Example> examples,
        Map<String, String> failures,
        List<String> notes) {

    public ExampleSet {
        labels = List.copyOf(labels);
        examples = List.copyOf(examples);
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        notes = List.copyOf(notes);
    }

    /** The same without some examples that could not be read, each with a sentence. */
    public ExampleSet without(Map<String, String> unreadable) {
        Map<String, String> all = new LinkedHashMap<>(failures);
        all.putAll(unreadable);
        List<Example> rest = new ArrayList<>(examples);
        rest.removeIf(e -> unreadable.containsKey(e.name()));
        return new ExampleSet(source, labels, exclusive, slides, rest, all, notes);
    }

    /**
     * @throws RefusedException if there is nothing to tell apart: no example, or a single class
     *     that all are of
     */
    public void requireClasses() {
        if (examples.isEmpty()) {
            if (!failures.isEmpty()) {
                throw new RefusedException(
                        source,
                        "none of its images can be used, the first because of this: "
                                + withoutStop(failures.values().iterator().next()),
                        "mend them or name others");
            }
            throw new RefusedException(source, "no image in it has a label", "label some");
        }
        if (labels.size() == 1 && exclusive) {
            throw new RefusedException(
                    source,
                    "all its images are of one class, " + labels.get(0),
                    "add images of another class: a classifier tells at least two apart");
        }
        Frequencies f = Frequencies.of(examples, labels.size());
        for (int c = 0; c < labels.size(); c++) {
            if (f.counts()[c] > 0) continue;
            throw new RefusedException(
                    source,
                    "no image of class " + labels.get(c) + " can be used",
                    "add some or leave the class out");
        }
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
