package org.coverslip.train.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Deals groups out to bins so that every bin gets its share of every class: the largest groups
 * first, each to the bin that lacks its classes most, rare classes counting more (the idea of
 * scikit-learn's StratifiedGroupKFold). Groups of one size come in an order drawn from the seed.
 */
final class Stratified {

    private final List<Member> members;
    private final Map<String, List<Integer>> groups = new LinkedHashMap<>();
    private final double[] totals;
    private final double[] shares;
    private final double[][] lack;

    /**
     * @param shares of the bins, adding up to 1
     */
    Stratified(List<Member> members, double[] shares) {
        this.members = members;
        this.shares = shares.clone();
        for (int i = 0; i < members.size(); i++) {
            groups.computeIfAbsent(members.get(i).group(), g -> new ArrayList<>()).add(i);
        }
        int classes =
                members.stream()
                        .flatMap(m -> m.labels().stream())
                        .mapToInt(k -> k + 1)
                        .max()
                        .orElse(0);
        // NB: one more class than there are labels, so that samples without any are dealt out too.
        totals = new double[classes + 1];
        for (Member m : members) count(m, totals, 1);
        lack = new double[shares.length][totals.length];
        for (int b = 0; b < shares.length; b++) {
            for (int c = 0; c < totals.length; c++) lack[b][c] = shares[b] * totals[c];
        }
    }

    private static void count(Member m, double[] counts, double by) {
        if (m.labels().isEmpty()) counts[counts.length - 1] += by;
        for (int c : m.labels()) counts[c] += by;
    }

    /** The bin of every member. */
    int[] deal(long seed) {
        List<List<Integer>> order = new ArrayList<>(groups.values());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            List<Integer> other = order.get(j);
            order.set(j, order.get(i));
            order.set(i, other);
        }
        order.sort((a, b) -> Integer.compare(b.size(), a.size()));
        int[] bins = new int[members.size()];
        for (List<Integer> group : order) {
            double[] counts = new double[totals.length];
            group.forEach(i -> count(members.get(i), counts, 1));
            int bin = neediest(counts);
            for (int c = 0; c < counts.length; c++) lack[bin][c] -= counts[c];
            group.forEach(i -> bins[i] = bin);
        }
        return bins;
    }

    private int neediest(double[] counts) {
        double[] need = new double[shares.length];
        for (int b = 0; b < need.length; b++) {
            for (int c = 0; c < counts.length; c++) {
                if (counts[c] > 0) need[b] += lack[b][c] / totals[c] * counts[c];
            }
            if (shares[b] == 0) need[b] = Double.NEGATIVE_INFINITY;
        }
        int best = 0;
        for (int b = 1; b < need.length; b++) if (need[b] > need[best]) best = b;
        return best;
    }

    @Override
    public String toString() {
        return groups.size() + " groups to " + Arrays.toString(shares);
    }
}
