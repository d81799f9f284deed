package org.coverslip.words.cluster;

import java.util.SplittableRandom;

/** Random choices without repetition, in ascending order. */
public final class Sample {

    private Sample() {}

    /**
     * @param most numbers; all of them where there are no more
     * @return indices below {@code count}, ascending (Knuth, TAOCP 2, algorithm 3.4.2 S)
     */
    public static int[] of(int count, int most, SplittableRandom random) {
        int size = Math.min(count, most);
        int[] chosen = new int[size];
        int taken = 0;
        for (int i = 0; i < count && taken < size; i++) {
            if (random.nextInt(count - i) < size - taken) chosen[taken++] = i;
        }
        return chosen;
    }
}
