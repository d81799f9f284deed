package org.coverslip.segment;

import java.util.LinkedHashSet;
import java.util.Set;

/** What the planes of an image add up to. */
final class SegmentTotals {

    final long[] pixels;
    final long[] objects;
    final long[][] regionObjects;
    final long[][] regionPixels;
    final long[] regionAnalysed;
    final Set<String> notes = new LinkedHashSet<>();
    long analysed;
    int tiles;
    int failed;
    String firstFault = "";
    HeatSum heat;

    /**
     * @param classes how many
     * @param regions how many
     */
    SegmentTotals(int classes, int regions) {
        pixels = new long[classes];
        objects = new long[classes];
        regionObjects = new long[regions][classes];
        regionPixels = new long[regions][classes];
        regionAnalysed = new long[regions];
    }

    void note(String note) {
        notes.add(note);
    }

    /** Adds a plane; the map is that of the first. */
    void add(PlaneCounts plane, int planeTiles, PlaneRun.Outcome outcome) {
        analysed += plane.analysed;
        sum(pixels, plane.pixels);
        sum(objects, plane.objects);
        for (int r = 0; r < regionPixels.length; r++) {
            regionAnalysed[r] += plane.regionAnalysed[r];
            sum(regionPixels[r], plane.regionPixels[r]);
            sum(regionObjects[r], plane.regionObjects[r]);
        }
        tiles += planeTiles;
        failed += outcome.failed();
        if (firstFault.isEmpty()) firstFault = outcome.firstFault();
        if (heat == null) heat = plane.heat;
    }

    private static void sum(long[] into, long[] values) {
        for (int i = 0; i < into.length; i++) into[i] += values[i];
    }
}
