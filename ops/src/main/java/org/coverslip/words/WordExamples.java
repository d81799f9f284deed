package org.coverslip.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.coverslip.words.picture.PatchPictures.Patch;

/**
 * Patches that stand for a word.
 *
 * @param nearest those nearest to its centre, the nearest first
 * @param random others of it, drawn at random
 * @param count patches of the word in all
 * @param distance mean distance of its patches to its centre
 */
record WordExamples(List<Patch> nearest, List<Patch> random, long count, double distance) {

    private static final int SHOWN = 8;

    /** One per word. */
    static List<WordExamples> of(MappedSlides mapped, long seed) {
        List<WordExamples> all = new ArrayList<>();
        for (int w = 0; w < mapped.count(); w++) all.add(of(mapped, w, seed));
        return all;
    }

    private static WordExamples of(MappedSlides mapped, int word, long seed) {
        SplittableRandom random = new SplittableRandom(seed + word);
        List<Patch> nearest = new ArrayList<>();
        List<Patch> drawn = new ArrayList<>();
        Comparator<Patch> byDistance = Comparator.comparingDouble(p -> distance(mapped, p));
        long count = 0;
        double sum = 0;
        for (int s = 0; s < mapped.slides().size(); s++) {
            int[] labels = mapped.words().get(s).labels();
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] != word) continue;
                Patch patch = new Patch(s, i);
                sum += distance(mapped, patch);
                keepNearest(nearest, patch, byDistance);
                // NB: a reservoir (Vitter 1985): every patch has the same chance without a list of
                // all.
                count++;
                long at = random.nextLong(count);
                if (drawn.size() < SHOWN) drawn.add(patch);
                else if (at < SHOWN) drawn.set((int) at, patch);
            }
        }
        return new WordExamples(nearest, drawn, count, count == 0 ? 0 : sum / count);
    }

    private static void keepNearest(List<Patch> nearest, Patch patch, Comparator<Patch> order) {
        boolean full = nearest.size() == SHOWN;
        if (full && order.compare(patch, nearest.get(SHOWN - 1)) >= 0) return;
        nearest.add(patch);
        nearest.sort(order);
        if (full) nearest.remove(SHOWN);
    }

    private static double distance(MappedSlides mapped, Patch patch) {
        return mapped.words().get(patch.slide()).distances()[patch.number()];
    }

    /** All patches that are to be shown. */
    static Set<Patch> all(List<WordExamples> words) {
        Set<Patch> all = new LinkedHashSet<>();
        for (WordExamples w : words) {
            all.addAll(w.nearest());
            all.addAll(w.random());
        }
        return all;
    }
}
