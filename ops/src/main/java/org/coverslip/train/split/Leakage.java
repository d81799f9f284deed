package org.coverslip.train.split;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;

/**
 * Whether patients or slides are in two parts of the data: a network then recognises the patient
 * and not the disease, and its accuracy says nothing.
 */
public final class Leakage {

    private static final int MOST_NAMED = 5;

    private Leakage() {}

    /** Whether two sets share a group. */
    public static boolean between(Collection<?> a, Collection<?> b) {
        return a.stream().anyMatch(Set.copyOf(b)::contains);
    }

    /**
     * @param parts one per member
     * @throws RefusedException if a group is in two parts, naming the groups
     */
    public static void refuse(String source, List<Member> members, List<Part> parts) {
        Map<String, EnumSet<Part>> seen = new TreeMap<>();
        for (int i = 0; i < members.size(); i++) {
            seen.computeIfAbsent(members.get(i).group(), g -> EnumSet.noneOf(Part.class))
                    .add(parts.get(i));
        }
        TreeSet<String> leaking = new TreeSet<>();
        seen.forEach((group, in) -> addIf(in.size() > 1, leaking, group));
        if (leaking.isEmpty()) return;
        List<String> named =
                new ArrayList<>(leaking).subList(0, Math.min(MOST_NAMED, leaking.size()));
        String more =
                leaking.size() > MOST_NAMED
                        ? " and " + (leaking.size() - MOST_NAMED) + " more"
                        : "";
        throw new RefusedException(
                source,
                named.stream()
                                .map(g -> g + " (" + text(seen.get(g)) + ")")
                                .collect(Collectors.joining(", "))
                        + more
                        + (leaking.size() == 1 ? " is" : " are")
                        + " in more than one set",
                "keep all images of a patient or slide in one set, or leave the split to Coverslip");
    }

    private static void addIf(boolean condition, Set<String> to, String value) {
        if (condition) to.add(value);
    }

    private static String text(Set<Part> parts) {
        return parts.stream().map(Part::toString).collect(Collectors.joining(" and "));
    }
}
