package org.coverslip.segment;

import java.util.Arrays;
import java.util.List;
import org.coverslip.segment.objects.StarObjects;
import org.coverslip.tile.DenseMosaic;

/** Takes the blended planes of a StarDist network and finds its objects. */
final class StarPass implements DenseMosaic.Sink {

    private final StarObjects objects;
    private final RegionRaster wanted;
    private final List<RegionRaster> regions;
    private final PlaneCounts counts;
    private final int width;
    private final int height;

    /**
     * @param wanted which positions are asked for
     * @param width of the planes inside the image
     * @param height of the planes inside the image
     */
    StarPass(
            StarObjects objects,
            RegionRaster wanted,
            List<RegionRaster> regions,
            PlaneCounts counts,
            int width,
            int height) {
        this.objects = objects;
        this.wanted = wanted;
        this.regions = regions;
        this.counts = counts;
        this.width = width;
        this.height = height;
    }

    @Override
    public void block(int x, int y, int w, int h, float[][] values) {
        int columns = Math.min(w, width - x);
        int rows = Math.min(h, height - y);
        if (columns <= 0 || rows <= 0) return;
        boolean[] in = wanted.inside(x, y, columns, rows);
        for (int j = 0; j < rows; j++) {
            // NB: beyond the image there are no objects, whatever the mirrored pixels look like.
            Arrays.fill(values[0], j * w + columns, (j + 1) * w, Float.NaN);
            for (int i = 0; i < columns; i++) {
                int at = j * w + i;
                if (!in[j * columns + i]) values[0][at] = Float.NaN;
                if (Float.isNaN(values[0][at])) continue;
                counts.all.analysed++;
                counts.heat.count(x + i, y + j);
                counts.heat.add(0, x + i, y + j, values[0][at]);
            }
        }
        for (int r = 0; r < regions.size(); r++) {
            boolean[] own = regions.get(r).inside(x, y, columns, rows);
            for (int k = 0; k < own.length; k++) {
                float v = values[0][k / columns * w + k % columns];
                if (own[k] && !Float.isNaN(v)) counts.regions.get(r).analysed++;
            }
        }
        objects.rows(x, y, w, rows, values);
    }
}
