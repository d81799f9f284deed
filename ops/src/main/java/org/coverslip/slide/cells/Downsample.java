package org.coverslip.slide.cells;

/** Full-resolution pixels per pixel of a smaller level. */
public final class Downsample {

    private Downsample() {}

    /**
     * The factor that made a level, from the sizes alone. Scanners and writers reduce by whole
     * numbers and drop or pad what does not fit: where one whole number explains both sides (each
     * within one pixel of the level), it is the factor; else the mean of the two ratios.
     *
     * @param fullWidth pixels of level 0
     * @param fullHeight pixels of level 0
     * @param width pixels of the level
     * @param height pixels of the level
     */
    public static double of(long fullWidth, long fullHeight, long width, long height) {
        double x = (double) fullWidth / width;
        double y = (double) fullHeight / height;
        // NB: the longer side tells it best; in a very low level the short one is off by much.
        double whole = Math.rint(fullWidth >= fullHeight ? x : y);
        boolean explains = fits(fullWidth, width, whole) && fits(fullHeight, height, whole);
        return whole >= 1 && explains ? whole : (x + y) / 2;
    }

    private static boolean fits(long full, long side, double factor) {
        return Math.abs(full - side * factor) < factor;
    }
}
