package org.coverslip.train.detection;

import java.util.List;
import java.util.Map;
import org.coverslip.network.Tensor;
import org.coverslip.train.architecture.PixelArchitectures;

/**
 * What a centre-point detector is to give for a crop (Zhou et al. 2019, arXiv 1904.07850, section
 * 3): around each centre a Gaussian whose width follows the size of the object, so that a peak that
 * is off by as much would still overlap it by 0.7 (CornerNet, arXiv 1808.01244, section 3.2); at
 * the centre's cell the size, and how far the centre lies from the cell's corner.
 */
final class CentreTargets {

    /** Pixels of the network's input per cell of its heat map. */
    static final int CELL = 4;

    private static final double OVERLAP = 0.7;

    private CentreTargets() {}

    /**
     * @param objects of the crop, in its pixels
     * @param edge of the crop, a multiple of {@link #CELL}
     */
    static Map<String, Tensor> of(List<Scene.Target> objects, int edge, int classes) {
        int n = edge / CELL;
        float[] heat = new float[n * n * classes];
        float[] size = new float[n * n * 2];
        float[] offset = new float[n * n * 2];
        float[] at = new float[n * n];
        for (Scene.Target object : objects) {
            double cx = object.box().centreX() / CELL;
            double cy = object.box().centreY() / CELL;
            double w = object.box().width() / CELL;
            double h = object.box().height() / CELL;
            int x = Math.min(n - 1, (int) cx);
            int y = Math.min(n - 1, (int) cy);
            bump(heat, n, classes, object.label(), x, y, radius(w, h));
            int cell = y * n + x;
            size[2 * cell] = (float) w;
            size[2 * cell + 1] = (float) h;
            offset[2 * cell] = (float) (cx - x);
            offset[2 * cell + 1] = (float) (cy - y);
            at[cell] = 1;
        }
        Tensor where = Tensor.of(at, n, n);
        return Map.of(
                PixelArchitectures.HEAT,
                Tensor.of(heat, n, n, classes),
                PixelArchitectures.EXTENT,
                Tensor.of(size, n, n, 2),
                PixelArchitectures.EXTENT + "/weight",
                where,
                PixelArchitectures.OFFSET,
                Tensor.of(offset, n, n, 2),
                PixelArchitectures.OFFSET + "/weight",
                where);
    }

    private static void bump(
            float[] heat, int n, int classes, int label, int x, int y, double radius) {
        // NB: nuclei of three or four cells would get a radius of 0, and the cells beside a centre
        // be as wrong as any other; mAP at 0.5 stayed below 0.5 with it.
        int r = (int) Math.max(1, radius);
        double sigma = (2 * r + 1) / 6.0;
        for (int j = Math.max(0, y - r); j <= Math.min(n - 1, y + r); j++) {
            for (int i = Math.max(0, x - r); i <= Math.min(n - 1, x + r); i++) {
                double d = (i - x) * (i - x) + (j - y) * (j - y);
                int to = (j * n + i) * classes + label;
                heat[to] = Math.max(heat[to], (float) Math.exp(-d / (2 * sigma * sigma)));
            }
        }
    }

    /**
     * How far both corners may be off, one outwards and one inwards, in cells: the smallest of
     * CornerNet's three cases, with the quadratic formula in its right form.
     */
    static double radius(double w, double h) {
        double b1 = h + w;
        double c1 = w * h * (1 - OVERLAP) / (1 + OVERLAP);
        double r1 = (b1 - Math.sqrt(b1 * b1 - 4 * c1)) / 2;
        double b2 = 2 * (h + w);
        double c2 = (1 - OVERLAP) * w * h;
        double r2 = (b2 - Math.sqrt(b2 * b2 - 16 * c2)) / 8;
        double a3 = 4 * OVERLAP;
        double b3 = -2 * OVERLAP * (h + w);
        double c3 = (OVERLAP - 1) * w * h;
        double r3 = (-b3 + Math.sqrt(b3 * b3 - 4 * a3 * c3)) / (2 * a3);
        return Math.max(0, Math.min(r1, Math.min(r2, Math.abs(r3))));
    }
}
