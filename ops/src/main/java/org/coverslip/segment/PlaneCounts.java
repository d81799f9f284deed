package org.coverslip.segment;

import java.util.List;

/** What is counted while a plane goes by: pixels per class, in all and per region. */
final class PlaneCounts {

    final Tally all;
    final List<Tally> regions;
    final HeatSum heat;

    /**
     * @param width of the plane
     * @param height of the plane
     */
    PlaneCounts(int classes, int regionCount, int width, int height) {
        all = new Tally(classes);
        regions = Tally.list(regionCount, classes);
        heat = new HeatSum(width, height, classes);
    }

    void addTo(Totals totals) {
        totals.all.add(all);
        for (int r = 0; r < regions.size(); r++) totals.regions.get(r).add(regions.get(r));
    }
}
