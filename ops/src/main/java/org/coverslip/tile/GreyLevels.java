package org.coverslip.tile;

import ij.process.AutoThresholder;

/** Counts of values from 0 to 255, and the threshold that parts them best. */
final class GreyLevels {

    private final int[] counts = new int[256];
    private int total;

    void add(int value) {
        counts[value]++;
        total++;
    }

    /**
     * Otsu's threshold (IEEE Trans. SMC 9, 1979); values above it are foreground. 0 without values.
     */
    int otsu() {
        if (total == 0) return 0;
        return new AutoThresholder().getThreshold(AutoThresholder.Method.Otsu, counts);
    }

    /** Smallest value that at least {@code part} (0 to 1) of all values do not exceed. */
    int quantile(double part) {
        double wanted = part * total;
        long seen = 0;
        for (int v = 0; v < counts.length; v++) {
            seen += counts[v];
            if (seen > 0 && seen >= wanted) return v;
        }
        return counts.length - 1;
    }

    int total() {
        return total;
    }
}
