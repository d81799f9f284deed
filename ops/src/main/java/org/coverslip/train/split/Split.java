package org.coverslip.train.split;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.coverslip.RefusedException;

/**
 * Divides samples into training, validation and test. Groups (patients, slides) stay together, and
 * classes keep their shares as far as groups allow. What the user assigned stays where it is.
 *
 * @param validation share of the samples that choose the best weights, above 0
 * @param test share that is kept for the end; 0: none
 * @param folds 0: by shares; else the number of parts of a k-fold cross-validation, of which one
 *     validates
 * @param fold which one, from 1
 * @param seed of the order in which groups of one size are dealt out
 */
public record Split(double validation, double test, int folds, int fold, long seed) {

    public Split {
        if (!(validation > 0) || !(test >= 0) || !(validation + test < 1)) {
            throw new RefusedException(
                    "validation=" + validation + " test=" + test,
                    "these shares leave nothing to check on or nothing to learn from",
                    "give a validation share above 0, and less than 1 in both together");
        }
        if (folds < 0 || folds == 1 || folds > 0 && (fold < 1 || fold > folds)) {
            throw new RefusedException(
                    "folds=" + folds + " fold=" + fold,
                    "there is no such fold",
                    "give folds=2 or more, and fold= from 1 to that");
        }
    }

    /** By shares. */
    public static Split of(double validation, double test, long seed) {
        return new Split(validation, test, 0, 1, seed);
    }

    /**
     * The part of every member.
     *
     * @param source of the data, for messages
     * @param labels names of the classes
     * @throws RefusedException if a group was assigned to two parts, or a class cannot be both
     *     learned and checked
     */
    public List<Part> apply(String source, List<String> labels, List<Member> members) {
        List<Part> parts = new ArrayList<>();
        members.forEach(m -> parts.add(m.part().orElse(null)));
        assign(members, parts);
        Leakage.refuse(source, members, parts);
        for (int c = 0; c < labels.size(); c++) provide(source, labels.get(c), c, members, parts);
        return List.copyOf(parts);
    }

    private void assign(List<Member> members, List<Part> parts) {
        boolean validated = parts.contains(Part.VALIDATION);
        boolean assigned = parts.stream().anyMatch(p -> p != null);
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            // NB: folders named train and test are common; the validation part is then taken out
            // of train.
            if (parts.get(i) == null || parts.get(i) == Part.TRAINING && !validated) open.add(i);
        }
        if (validated && assigned) {
            open.forEach(i -> parts.set(i, Part.TRAINING));
            return;
        }
        List<Member> dealt = open.stream().map(members::get).toList();
        double[] shares;
        if (folds > 0) {
            shares = new double[folds];
            java.util.Arrays.fill(shares, 1.0 / folds);
        } else {
            double tested = assigned ? 0 : test;
            shares = new double[] {1 - validation - tested, validation, tested};
        }
        int[] bins = new Stratified(dealt, shares).deal(seed);
        for (int k = 0; k < bins.length; k++) {
            Part part =
                    folds > 0
                            ? bins[k] == fold - 1 ? Part.VALIDATION : Part.TRAINING
                            : Part.values()[bins[k]];
            parts.set(open.get(k), part);
        }
    }

    /** Sees to it that a class is in training and in validation, by moving its smallest group. */
    private void provide(
            String source, String label, int c, List<Member> members, List<Part> parts) {
        Map<String, Integer> sizes = new HashMap<>();
        Map<Part, Set<String>> groups = new HashMap<>();
        int count = 0;
        for (int i = 0; i < members.size(); i++) {
            sizes.merge(members.get(i).group(), 1, Integer::sum);
            if (!members.get(i).labels().contains(c)) continue;
            count++;
            groups.computeIfAbsent(parts.get(i), p -> new HashSet<>()).add(members.get(i).group());
        }
        for (Part part : List.of(Part.TRAINING, Part.VALIDATION)) {
            if (groups.containsKey(part)) continue;
            Part from = part == Part.TRAINING ? Part.VALIDATION : Part.TRAINING;
            Set<String> there = groups.getOrDefault(from, Set.of());
            boolean free = members.stream().noneMatch(m -> m.part().isPresent());
            if (there.size() < 2 || !free) throw tooFew(source, label, count, part, there.size());
            Optional<String> smallest =
                    there.stream()
                            .min(
                                    Comparator.<String, Integer>comparing(sizes::get)
                                            .thenComparing(Comparator.naturalOrder()));
            for (int i = 0; i < members.size(); i++) {
                if (members.get(i).group().equals(smallest.get())) parts.set(i, part);
            }
        }
    }

    private static RefusedException tooFew(
            String source, String label, int count, Part part, int groups) {
        String has =
                count == 1
                        ? "the class " + label + " has only one image"
                        : groups == 1
                                ? "the "
                                        + count
                                        + " images of class "
                                        + label
                                        + " are of one patient or slide"
                                : "the class " + label + " has no image for " + part;
        return new RefusedException(
                source,
                has + ", so it cannot be both learned and checked",
                "add images of "
                        + label
                        + (groups == 1 && count > 1 ? " from others" : "")
                        + " or leave the class out");
    }
}
