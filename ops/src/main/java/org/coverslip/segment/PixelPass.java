package org.coverslip.segment;

import java.util.List;
import org.coverslip.tile.DenseMosaic;
import org.coverslip.tile.Placement;

/**
 * Takes the blended probabilities of a plane and keeps what is asked of them: a label per pixel,
 * counts per class and per region, and a small map of the probabilities.
 */
final class PixelPass implements DenseMosaic.Sink {

    private final PixelClasses classes;
    private final LabelSpool labels;
    private final RegionRaster wanted;
    private final List<RegionRaster> regions;
    private final HeatSum heat;
    private final long[] counts;
    private final long[][] regionCounts;
    private long analysed;
    private final long[] regionAnalysed;

    /**
     * @param labels takes a label per pixel
     * @param wanted which pixels are asked for
     * @param regions that are counted one by one
     */
    PixelPass(
            PixelClasses classes,
            LabelSpool labels,
            RegionRaster wanted,
            List<RegionRaster> regions,
            Placement placement) {
        this.classes = classes;
        this.labels = labels;
        this.wanted = wanted;
        this.regions = regions;
        int n = classes.names().size();
        heat = new HeatSum(labels.width(), labels.height(), n);
        counts = new long[n];
        regionCounts = new long[regions.size()][n];
        regionAnalysed = new long[regions.size()];
    }

    @Override
    public void block(int x, int y, int width, int h, float[][] values) {
        // NB: the plane is padded to whole steps of the network; what lies beyond is not the image.
        int w = Math.min(width, labels.width() - x);
        int rows = Math.min(h, labels.height() - y);
        if (w <= 0 || rows <= 0) return;
        boolean[] in = wanted.inside(x, y, w, rows);
        int[] out = new int[w * rows];
        int n = classes.names().size();
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < w; i++) {
                int from = j * width + i;
                if (!in[j * w + i] || Float.isNaN(values[0][from])) continue;
                analysed++;
                int label = classes.label(values, from);
                out[j * w + i] = label;
                if (label > 0) counts[label - 1]++;
                heat.count(x + i, y + j);
                for (int c = 0; c < n; c++) {
                    heat.add(c, x + i, y + j, classes.probability(values, from, c));
                }
            }
        }
        labels.write(x, y, w, rows, out);
        for (int r = 0; r < regions.size(); r++) region(r, x, y, w, rows, width, out, values);
    }

    private void region(
            int r, int x, int y, int w, int rows, int width, int[] out, float[][] values) {
        boolean[] in = regions.get(r).inside(x, y, w, rows);
        for (int k = 0; k < in.length; k++) {
            if (!in[k] || Float.isNaN(values[0][k / w * width + k % w])) continue;
            regionAnalysed[r]++;
            if (out[k] > 0) regionCounts[r][out[k] - 1]++;
        }
    }

    /** Pixels that were computed and asked for. */
    long analysed() {
        return analysed;
    }

    /** Pixels of each class. */
    long[] counts() {
        return counts;
    }

    /** Pixels that were computed in a region. */
    long analysed(int region) {
        return regionAnalysed[region];
    }

    /** Pixels of each class in a region. */
    long[] counts(int region) {
        return regionCounts[region];
    }

    HeatSum heat() {
        return heat;
    }
}
