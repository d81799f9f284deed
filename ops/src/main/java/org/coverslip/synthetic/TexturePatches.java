package org.coverslip.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * The tissue of a slide of textures, divided among them: patches around jittered points (Voronoi
 * cells), each given to the texture that lacks most of its share. With k patches in the tissue the
 * shares come out within about 1/k.
 */
final class TexturePatches {

    /** Patches along the slide's shorter side. */
    private static final int ALONG = 12;

    private static final double SMALLEST = 120;
    private static final double JITTER = 0.35;

    private final double size;
    private final int columns;
    private final int rows;
    private final double[] xs;
    private final double[] ys;
    private final Region[] regions;

    TexturePatches(SlideParameters p, SlideFields fields) {
        double w = p.width() * p.spacing();
        double h = p.height() * p.spacing();
        size = Math.max(Math.max(SMALLEST, Math.min(w, h) / ALONG), Math.max(w, h) / 1000);
        columns = (int) Math.ceil(w / size) + 4;
        rows = (int) Math.ceil(h / size) + 4;
        xs = new double[columns * rows];
        ys = new double[columns * rows];
        for (int i = 0; i < xs.length; i++) {
            Counter draw = Counter.of(p.seed(), 30, i % columns, i / columns);
            xs[i] = (i % columns - 1.5 + draw.next(-JITTER, JITTER)) * size;
            ys[i] = (i / columns - 1.5 + draw.next(-JITTER, JITTER)) * size;
        }
        regions = divide(p, areas(p, fields));
    }

    /** Tissue in each patch, in samples. */
    private int[] areas(SlideParameters p, SlideFields fields) {
        int[] areas = new int[xs.length];
        double step = size / 12;
        for (double y = step / 2; y < p.height() * p.spacing(); y += step) {
            for (double x = step / 2; x < p.width() * p.spacing(); x += step) {
                if (fields.tissue(x, y) >= 0) areas[nearest(x, y)]++;
            }
        }
        return areas;
    }

    private Region[] divide(SlideParameters p, int[] areas) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < areas.length; i++) order.add(i);
        order.sort(
                (i, j) -> {
                    int byArea = Integer.compare(areas[j] / 16, areas[i] / 16);
                    if (byArea != 0) return byArea;
                    return Long.compare(
                            Counter.of(p.seed(), 31, i, 0).bits(),
                            Counter.of(p.seed(), 31, j, 0).bits());
                });
        double[] given = new double[p.textures()];
        Region[] divided = new Region[areas.length];
        double sum = 0;
        for (int i : order) {
            sum += areas[i];
            int most = 0;
            for (int t = 1; t < given.length; t++) {
                double lack = p.ratios().get(t) * sum - given[t];
                if (lack > p.ratios().get(most) * sum - given[most]) most = t;
            }
            given[most] += areas[i];
            divided[i] = SlideParameters.TEXTURES.get(most);
        }
        return divided;
    }

    /** The texture at a place in um, which may lie somewhat outside the slide. */
    Region at(double x, double y) {
        return regions[nearest(x, y)];
    }

    private int nearest(double x, double y) {
        int ci = (int) Math.max(1, Math.min(columns - 2, Math.floor(x / size + 2)));
        int cj = (int) Math.max(1, Math.min(rows - 2, Math.floor(y / size + 2)));
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int j = cj - 1; j <= cj + 1; j++) {
            for (int i = ci - 1; i <= ci + 1; i++) {
                int at = j * columns + i;
                double dx = xs[at] - x;
                double dy = ys[at] - y;
                double d = dx * dx + dy * dy;
                if (d < least) {
                    least = d;
                    best = at;
                }
            }
        }
        return best;
    }
}
