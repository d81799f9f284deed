package org.coverslip.segment;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.coverslip.segment.dense.PixelClasses;
import org.coverslip.segment.label.LabelSpool;
import org.coverslip.tile.DenseMosaic;

/**
 * Takes the blended probabilities of a plane and keeps what is asked of them: a label per pixel,
 * counts per class and per region, and a small map of the probabilities.
 */
final class PixelPass implements DenseMosaic.Sink {

    private final PixelClasses classes;
    private final LabelSpool labels;
    private final RegionRaster wanted;
    private final List<RegionRaster> regions;
    private final PlaneCounts counts;
    private final IntUnaryOperator countedAs;

    /**
     * @param labels takes a label per pixel
     * @param wanted which pixels are asked for
     * @param regions that are counted one by one
     * @param counts what is counted
     * @param countedAs class that a label is counted as: borders belong to the objects they divide
     */
    PixelPass(
            PixelClasses classes,
            LabelSpool labels,
            RegionRaster wanted,
            List<RegionRaster> regions,
            PlaneCounts counts,
            IntUnaryOperator countedAs) {
        this.classes = classes;
        this.labels = labels;
        this.wanted = wanted;
        this.regions = regions;
        this.counts = counts;
        this.countedAs = countedAs;
    }

    @Override
    public void block(int x, int y, int width, int h, float[][] values) {
        // NB: the plane is padded to whole steps of the network; what lies beyond is not the image.
        int w = Math.min(width, labels.width() - x);
        int rows = Math.min(h, labels.height() - y);
        if (w <= 0 || rows <= 0) return;
        boolean[] in = wanted.inside(x, y, w, rows);
        int[] out = new int[w * rows];
        long[] pixels = new long[classes.names().size() + 1];
        for (int j = 0; j < rows; j++) {
            int from = j * width;
            int to = j * w;
            classes.labels(values, from, w, out, to);
            for (int k = to; k < to + w; k++) {
                in[k] &= !Float.isNaN(values[0][from + k - to]);
                if (!in[k]) {
                    out[k] = 0;
                    continue;
                }
                counts.all.analysed++;
                pixels[out[k]]++;
            }
            counts.heat.count(x, y + j, in, to, w);
            for (int c = 0; c < classes.names().size(); c++) {
                PixelClasses.Source s = classes.source(c);
                int as = countedAs.applyAsInt(c + 1) - 1;
                float[] plane = values[s.plane()];
                counts.heat.add(as, x, y + j, plane, from, s.inverted(), in, to, w);
            }
        }
        for (int label = 1; label < pixels.length; label++) {
            counts.all.sizes[countedAs.applyAsInt(label) - 1] += pixels[label];
        }
        labels.write(x, y, w, rows, out);
        for (int r = 0; r < regions.size(); r++) region(r, x, y, w, rows, width, out, values);
    }

    private void region(
            int r, int x, int y, int w, int rows, int width, int[] out, float[][] values) {
        boolean[] in = regions.get(r).inside(x, y, w, rows);
        for (int k = 0; k < in.length; k++) {
            if (!in[k] || Float.isNaN(values[0][k / w * width + k % w])) continue;
            counts.regions.get(r).analysed++;
            if (out[k] > 0) counts.regions.get(r).sizes[countedAs.applyAsInt(out[k]) - 1]++;
        }
    }
}
