package org.coverslip.segment;

/** What is counted while a plane goes by: pixels per class, in all and per region. */
final class PlaneCounts {

    final long[] pixels;
    final long[] objects;
    final long[][] regionPixels;
    final long[][] regionObjects;
    final long[] regionAnalysed;
    final HeatSum heat;
    long analysed;

    /**
     * @param width of the plane
     * @param height of the plane
     */
    PlaneCounts(int classes, int regions, int width, int height) {
        pixels = new long[classes];
        objects = new long[classes];
        regionPixels = new long[regions][classes];
        regionObjects = new long[regions][classes];
        regionAnalysed = new long[regions];
        heat = new HeatSum(width, height, classes);
    }
}
