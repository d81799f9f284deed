package org.coverslip.keys;

import java.util.Collection;
import java.util.Comparator;
import org.coverslip.EditDistance;

/** Which of the known words somebody probably meant. */
public final class Nearest {

    private Nearest() {}

    /**
     * The known word with the smallest Levenshtein distance; ties go to the first in alphabetical
     * order.
     */
    public static String to(String word, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.<String>comparingInt(k -> EditDistance.between(word, k))
                                .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }
}
