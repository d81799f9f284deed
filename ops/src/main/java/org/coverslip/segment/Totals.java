package org.coverslip.segment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.coverslip.report.FloatMap;

/** What the planes, or the points in time, of an image add up to. */
final class Totals {

    final Tally all;
    final List<Tally> regions;
    final Set<String> notes = new LinkedHashSet<>();

    /** Probabilities on a coarse grid: of the first plane, or of every point in time. */
    final List<FloatMap> maps = new ArrayList<>();

    int tiles;
    int failed;
    String firstFault = "";

    /**
     * @param classes how many
     * @param regionCount ROIs and annotations that are counted one by one
     */
    Totals(int classes, int regionCount) {
        all = new Tally(classes);
        regions = Tally.list(regionCount, classes);
    }

    /**
     * Adds tiles that were done.
     *
     * @param faults how many of them failed
     * @param fault of the first of those; empty if none
     */
    void addTiles(int count, int faults, String fault) {
        tiles += count;
        failed += faults;
        if (firstFault.isEmpty()) firstFault = fault;
    }
}
