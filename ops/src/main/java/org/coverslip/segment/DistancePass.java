package org.coverslip.segment;

import java.util.List;
import org.coverslip.segment.label.LabelSpool;
import org.coverslip.tile.DenseMosaic;

/**
 * Takes the blended planes of a network that predicts the distance to the border of the object a
 * pixel is in, 0 to 1, and keeps it in thousandths where there is an object.
 */
final class DistancePass implements DenseMosaic.Sink {

    private final LabelSpool distances;
    private final int channel;
    private final double least;
    private final RegionRaster wanted;
    private final List<RegionRaster> regions;
    private final PlaneCounts counts;

    /**
     * @param channel of the distance
     * @param least distance of a pixel of an object
     */
    DistancePass(
            LabelSpool distances,
            int channel,
            double least,
            RegionRaster wanted,
            List<RegionRaster> regions,
            PlaneCounts counts) {
        this.distances = distances;
        this.channel = channel;
        this.least = least;
        this.wanted = wanted;
        this.regions = regions;
        this.counts = counts;
    }

    @Override
    public void block(int x, int y, int w, int h, float[][] values) {
        int columns = Math.min(w, distances.width() - x);
        int rows = Math.min(h, distances.height() - y);
        if (columns <= 0 || rows <= 0) return;
        boolean[] in = wanted.inside(x, y, columns, rows);
        int[] out = new int[columns * rows];
        for (int k = 0; k < out.length; k++) {
            float v = values[channel][k / columns * w + k % columns];
            if (!in[k] || Float.isNaN(v)) continue;
            counts.all.analysed++;
            if (v >= least) {
                out[k] = (int) Math.max(1, Math.round(v * Reading.UNIT));
                counts.all.sizes[0]++;
            }
            counts.heat.count(x + k % columns, y + k / columns);
            counts.heat.add(0, x + k % columns, y + k / columns, Math.min(1, Math.max(0, v)));
        }
        distances.write(x, y, columns, rows, out);
        for (int r = 0; r < regions.size(); r++) {
            boolean[] own = regions.get(r).inside(x, y, columns, rows);
            for (int k = 0; k < own.length; k++) {
                float v = values[channel][k / columns * w + k % columns];
                if (!own[k] || Float.isNaN(v)) continue;
                counts.regions.get(r).analysed++;
                if (out[k] > 0) counts.regions.get(r).sizes[0]++;
            }
        }
    }
}
