package org.coverslip.explain;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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
                                        k -> distance(wanted, k.toLowerCase(Locale.ROOT))))
                .limit(most)
                .toList();
    }

    private static boolean contains(String name, String word) {
        return !word.isEmpty() && name.toLowerCase(Locale.ROOT).contains(word);
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
