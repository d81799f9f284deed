package org.coverslip.segment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;
import org.coverslip.tile.SlideRegion;

/**
 * How tallies stand in summary.csv and, region by region, in rois.csv.
 *
 * @param names of the classes
 * @param objects whether any were looked for
 * @param unit {@code mm2}, or {@code mm3} for volumes
 * @param voxels whether their numbers stand there too, because a volume may not say how large they
 *     are
 */
record TallyColumns(List<String> names, boolean objects, String unit, boolean voxels) {

    static TallyColumns ofPlanes(List<String> names, boolean objects) {
        return new TallyColumns(names, objects, "mm2", false);
    }

    static TallyColumns ofVolumes(List<String> names, boolean objects) {
        return new TallyColumns(names, objects, "mm3", true);
    }

    List<String> headings() {
        List<String> headings = new ArrayList<>();
        if (voxels) headings.add("analysed_voxels");
        headings.add("analysed_" + unit);
        for (String name : names) {
            headings.add(name + " fraction");
            if (voxels) headings.add(name + " voxels");
            headings.add(name + " " + unit);
            if (!objects) continue;
            headings.add(name + " objects");
            headings.add(name + " per " + unit);
        }
        return headings;
    }

    /**
     * @param size mm2 of a pixel or mm3 of a voxel; NaN if unknown
     */
    List<String> cells(Tally tally, double size) {
        List<String> cells = new ArrayList<>();
        if (voxels) cells.add(Long.toString(tally.analysed));
        cells.add(Numbers.text(tally.analysed * size));
        boolean nothing = tally.analysed == 0;
        for (int c = 0; c < names.size(); c++) {
            long own = tally.sizes[c];
            cells.add(Numbers.text(nothing ? Double.NaN : own / (double) tally.analysed));
            if (voxels) cells.add(Long.toString(own));
            cells.add(Numbers.text(own * size));
            if (!objects) continue;
            long found = tally.objects[c];
            cells.add(Long.toString(found));
            cells.add(Numbers.text(nothing ? Double.NaN : found / (tally.analysed * size)));
        }
        return cells;
    }

    /**
     * Writes one row per ROI or annotation; no file where there are none.
     *
     * @param own folder of the image's results
     * @param tallies one for each region
     * @param size as for {@link #cells}
     */
    void writeRegions(Path own, List<SlideRegion> regions, List<Tally> tallies, double size) {
        if (regions.isEmpty()) return;
        List<String> columns = new ArrayList<>(List.of("roi", "class"));
        columns.addAll(headings());
        List<List<String>> rows = new ArrayList<>();
        for (int r = 0; r < regions.size(); r++) {
            List<String> row = new ArrayList<>();
            row.add(regions.get(r).name());
            row.add(regions.get(r).classification().orElse(""));
            row.addAll(cells(tallies.get(r), size));
            rows.add(row);
        }
        new Table(columns, rows).write(own.resolve("rois.csv"));
    }
}
