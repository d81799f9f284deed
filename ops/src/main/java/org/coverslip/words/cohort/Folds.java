package org.coverslip.words.cohort;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.coverslip.RefusedException;

/**
 * Cross-validation that keeps the slides of a patient together and gives every fold its share of
 * both classes: patients in random order, each to the fold that has fewest of its class.
 */
final class Folds {

    private static final int MOST = 5;

    private Folds() {}

    /**
     * @param groups per slide
     * @return per slide its fold; as many folds as the smaller class has patients, at most 5
     * @throws RefusedException if a class has fewer than two patients
     */
    static int[] of(boolean[] positive, List<String> groups, long seed) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (int s = 0; s < positive.length; s++)
            counts.computeIfAbsent(groups.get(s), g -> new int[2])[positive[s] ? 1 : 0]++;
        List<String> patients = new ArrayList<>(counts.keySet());
        int[] each = new int[2];
        for (int[] c : counts.values()) each[c[1] > c[0] ? 1 : 0]++;
        int folds = Math.min(MOST, Math.min(each[0], each[1]));
        if (folds < 2) {
            throw new RefusedException(
                    "truth",
                    "one of the classes has " + folds + " patients only",
                    "give at least two patients of each class");
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = patients.size() - 1; i > 0; i--)
            patients.add(patients.remove(random.nextInt(i + 1)));
        int[][] has = new int[folds][2];
        Map<String, Integer> fold = new LinkedHashMap<>();
        for (String patient : patients) {
            int[] c = counts.get(patient);
            int main = c[1] > c[0] ? 1 : 0;
            int best = 0;
            for (int f = 1; f < folds; f++) if (has[f][main] < has[best][main]) best = f;
            has[best][0] += c[0];
            has[best][1] += c[1];
            fold.put(patient, best);
        }
        int[] result = new int[positive.length];
        for (int s = 0; s < result.length; s++) result[s] = fold.get(groups.get(s));
        return result;
    }
}
