package org.coverslip.explain;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.coverslip.EditDistance;

/** Which of the known names somebody probably meant: by Levenshtein distance, in any case. */
final class NearestNames {

    private final List<String> known;

    NearestNames(Collection<String> known) {
        this.known = List.copyOf(known);
    }

    /** At most {@code most} names, the nearest first. Those that contain the word go before. */
    List<String> to(String word, int most) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .sorted(
                        Comparator.<String>comparingInt(k -> contains(k, wanted) ? 0 : 1)
                                .thenComparingInt(
                                        k ->
                                                EditDistance.between(
                                                        wanted, k.toLowerCase(Locale.ROOT))))
                .limit(most)
                .toList();
    }

    private static boolean contains(String name, String word) {
        return !word.isEmpty() && name.toLowerCase(Locale.ROOT).contains(word);
    }
}
