package org.coverslip.keys;

import java.util.Collection;
import java.util.Comparator;

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
                        Comparator.<String>comparingInt(k -> distance(word, k))
                                .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
